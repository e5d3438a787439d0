import t from 'tap'
import { endsAtMs, follow, newVisit, placeOf, resultOf } from '#phone/pay/pay-steps.ts'
import type { Payment } from '#phone/state/types.ts'

const payment = (status: string, paymentStatus: string): Payment => ({
  sessionId: 'cs_1',
  status,
  paymentStatus,
  url: null,
  expiresAt: '2026-11-22T20:30:00.000Z',
})

t.test('coming back from the checkout ends the visit', async (t) => {
  const onCheckout = follow(newVisit, placeOf('/pay/cs_1'))
  t.same(onCheckout, { sessionId: 'cs_1', returned: false })
  t.same(follow(onCheckout, placeOf(null)), { sessionId: 'cs_1', returned: true })
})

t.test('a link that opens no checkout is no visit that has ended', async (t) => {
  t.same(follow(newVisit, placeOf(null)), newVisit)
  t.same(follow(newVisit, placeOf('blank')), newVisit, 'an empty frame says nothing')
})

t.test('a second try opens the visit again', async (t) => {
  const back = follow(follow(newVisit, placeOf('/pay/cs_1')), placeOf(null))
  t.same(follow(back, placeOf('/pay/cs_2')), { sessionId: 'cs_2', returned: false })
})

t.test('a link of the shop to its chat leads to the chat, with the words it brings', async (t) => {
  t.same(placeOf('/wa.me/966525550142'), { at: 'chat', words: '' })
  t.same(placeOf('/wa.me/966525550142?text=%D8%A7%D8%AF%D9%81%D8%B9'), { at: 'chat', words: 'ادفع' })
})

t.test('the sheet tells how it ended', async (t) => {
  t.equal(resultOf(undefined), 'none')
  t.equal(resultOf(payment('open', 'unpaid')), 'waiting')
  t.equal(resultOf(payment('complete', 'paid')), 'paid')
  t.equal(resultOf(payment('complete', 'no_payment_required')), 'paid')
  t.equal(resultOf(payment('complete', 'unpaid')), 'later', 'the bank has not sent it yet')
  t.equal(resultOf(payment('expired', 'unpaid')), 'expired')
})

t.test('the countdown runs to the end of the checkout', async (t) => {
  t.equal(endsAtMs(payment('open', 'unpaid')), Date.parse('2026-11-22T20:30:00.000Z'))
  t.equal(endsAtMs({ ...payment('open', 'unpaid'), expiresAt: 'soon' }), null)
  t.equal(endsAtMs(undefined), null)
})
