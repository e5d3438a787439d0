import t from 'tap'
import { addressOf, courierPhoneOf, judgeIdentity as judge } from '#modules/shoppers/identity.rules.ts'

const nobody = { bsuid: undefined, waId: undefined, parentBsuid: undefined }
const sara = { shopperId: 'a-sara', bsuid: 'SA.1' }
const phoneOnly = { shopperId: 'b-phone', bsuid: null }

t.test('a sender without a known id is new', async (t) => {
  t.same(judge({ bsuid: 'SA.9' }, nobody), { is: 'new' })
  t.same(judge({ bsuid: null }, nobody), { is: 'new' })
})

t.test('the business-scoped id goes before the number', async (t) => {
  t.same(judge({ bsuid: 'SA.1' }, { ...nobody, bsuid: sara }), { is: 'known', shopperId: 'a-sara' })
  t.same(judge({ bsuid: null }, { ...nobody, waId: sara }), { is: 'known', shopperId: 'a-sara' })
})

t.test(
  'a number known without an id and an id known without a number are one person, the older one stays',
  async (t) => {
    t.same(judge({ bsuid: 'SA.1' }, { ...nobody, bsuid: sara, waId: phoneOnly }), {
      is: 'two',
      keep: 'a-sara',
      absorb: 'b-phone',
    })
    t.same(judge({ bsuid: 'SA.1' }, { ...nobody, bsuid: { ...sara, shopperId: 'c-sara' }, waId: phoneOnly }), {
      is: 'two',
      keep: 'b-phone',
      absorb: 'c-sara',
    })
  },
)

t.test('a number that comes with another id has a new holder, who is not shown the old one’s orders', async (t) => {
  const formerHolder = { shopperId: 'a-former', bsuid: 'SA.7' }
  t.same(judge({ bsuid: 'SA.8' }, { ...nobody, waId: formerHolder }), { is: 'new' })
  t.same(judge({ bsuid: 'SA.1' }, { ...nobody, bsuid: sara, waId: formerHolder }), { is: 'known', shopperId: 'a-sara' })
})

t.test('a shopper is written to by number when it is known, else by the business-scoped id', async (t) => {
  t.same(addressOf({ waId: '966500000001', bsuid: 'SA.1' }), { to: '+966500000001' })
  t.same(addressOf({ waId: null, bsuid: 'SA.1' }), { recipient: 'SA.1' })
  t.throws(() => addressOf({ waId: null, bsuid: null }), RangeError)
})

t.test('the courier calls the number the shopper gave, else the number of the chat', async (t) => {
  t.equal(courierPhoneOf({ deliveryPhone: '+966511111111', waId: '966500000001' }), '+966511111111')
  t.equal(courierPhoneOf({ deliveryPhone: null, waId: '966500000001' }), '+966500000001')
  t.equal(courierPhoneOf({ deliveryPhone: null, waId: null }), null)
})
