import t from 'tap'
import { phoneOf, textOf, work } from '#test/modules/conversation/chat-shop.ts'
import { openDateShop, titlesOf } from '#test/modules/conversation/date-shop.ts'

t.test('a person is called, the shop is silent until it is called back, and the owner hears of both', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  const called = await sara.says('agent')
  t.same(titlesOf(called), ['Back to the shop'])
  t.match(await shop.query('select code, resolved_at from store_problems'), [
    { code: 'shopper-waits-for-person', resolved_at: null },
  ])
  await sara.post({ type: 'text', text: { body: 'are you there?' } })
  await sara.post({ type: 'text', text: { body: 'cash' } })
  await work(shop)
  t.same(await sara.listen(), [])
  t.same(await shop.query(`select outcome from inbox order by id offset 1`), [
    { outcome: 'handed_over' },
    { outcome: 'handed_over' },
  ])
  t.match(await sara.says('menu'), { kind: 'list' })
  t.match(await shop.query('select 1 from store_problems where resolved_at is not null'), [{}])
})

t.test('offers end with one word and one answer', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  t.match(await sara.says('STOP'), { kind: 'text', text: 'No more offers. Order updates will still reach you.' })
  await sara.post({ type: 'text', text: { body: 'stop' } })
  await work(shop)
  t.same(await sara.listen(), [])
  t.match(await sara.says('start'), { kind: 'text' })
  t.same(await shop.query('select marketing_opted_out_at from shoppers'), [{ marketing_opted_out_at: null }])
})

t.test('the language follows the shopper: not for one word, for two in a row, and at once when asked', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  t.match(textOf(await sara.says('hello')), /^Welcome/)
  t.match(textOf(await sara.says('السلة')), /^Your cart is empty/)
  t.match(textOf(await sara.says('القائمة')), /^كيف يمكننا خدمتك/)
  t.match(textOf(await sara.says('English')), /^We will go on in English/)
  await sara.says('السلة')
  t.match(textOf(await sara.says('السلة')), /^Your cart is empty/, 'a choice stands')
})

t.test('three things in a row that mean nothing to us bring a person into play; in between is silence', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  t.match(await sara.send({ type: 'sticker', sticker: { id: '1' } }), { text: /^I did not get that/ })
  await sara.post({ type: 'sticker', sticker: { id: '2' } })
  await work(shop)
  t.same(await sara.listen(), [])
  t.match(await sara.send({ type: 'sticker', sticker: { id: '3' } }), { text: /A colleague can help/ })
  await sara.post({ type: 'sticker', sticker: { id: '4' } })
  await work(shop)
  t.same(await sara.listen(), [])
  shop.clock.now = new Date(shop.clock.now.getTime() + 11 * 60_000)
  t.match(await sara.send({ type: 'audio', audio: { id: '5' } }), { text: /^I can’t listen to voice notes/ })
})

t.test('reactions, edits and thanks get no answer, and the event says why', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  for (const message of [
    { type: 'reaction', reaction: {} },
    { type: 'edit' },
    { type: 'text', text: { body: 'شكراً' } },
  ]) {
    await sara.post(message)
  }
  await work(shop)
  t.same(await sara.listen(), [])
  t.same(await shop.query('select outcome from inbox order by id'), [
    { outcome: 'ignored:reaction' },
    { outcome: 'ignored:edit' },
    { outcome: 'ignored:thanks' },
  ])
})

t.test(
  'a question that names nothing is answered with what there is, and an answer names only what was asked for',
  async (t) => {
    const { shop } = await openDateShop(t)
    const sara = phoneOf(shop, { waId: '966500000001' })
    await sara.says('hello')
    for (const question of ['how much is it?', 'what is the price', 'كم سعره؟', 'بكم هذا', 'do you have this one']) {
      t.match(textOf(await sara.says(question)), /^Welcome|^أهلاً|^مرحب/, question)
    }
    t.match(textOf(await sara.says('Hello, how much are the Ajwa dates please?')), /^We have Ajwa dates/)
    t.match(textOf(await sara.says('could you tell me about the saffron?')), /saffron/)
    t.notMatch(textOf(await sara.says('could you tell me about the saffron?')), /tell me/)
  },
)

t.test('a second picture is answered too, and an album once', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await sara.says('hello')
  const picture = (id: string) => ({ type: 'image', image: { id } })
  t.match(await sara.send(picture('1')), { text: /^I can’t see pictures and files yet/ })
  await sara.post(picture('2'))
  await work(shop)
  t.same(await sara.listen(), [], 'of the same album')
  await sara.says('cart')
  shop.clock.now = new Date(shop.clock.now.getTime() + 2 * 60_000)
  t.match(await sara.send(picture('3')), { text: /^I can’t see pictures and files yet/ })
})
