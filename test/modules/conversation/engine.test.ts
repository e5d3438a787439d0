import t from 'tap'
import { conversationHandler } from '#modules/conversation/index.ts'
import { mailboxDrain } from '#platform/mailbox.ts'
import { SHARD_COUNT } from '#platform/shards.ts'
import { openChatShop, phoneOf, publicUrl, work } from '#test/modules/conversation/chat-shop.ts'
import { openDateShop, returning } from '#test/modules/conversation/date-shop.ts'

t.test('one poison message is retried, buried with one apology, and harms nobody else', async (t) => {
  const { shop } = await openDateShop(t)
  const [sara, omar] = [phoneOf(shop, { waId: '966500000001' }), phoneOf(shop, { waId: '966500000002' })]
  await sara.says('hello')
  await omar.says('hi')
  // A row that no code of ours writes: reading the cart fails for this shopper, every time.
  await shop.query(
    `insert into carts (id, store_id, shopper_id, lines) values (gen_random_uuid(), $1, $2, '[{"variantId": "?", "quantity": 1}]')`,
    [shop.storeId, await sara.shopperId()],
  )
  await sara.post({ type: 'text', text: { body: 'cart' } })
  await sara.post({ type: 'text', text: { body: 'agent' } })
  await omar.post({ type: 'text', text: { body: 'ajwa' } })
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await work(shop)
    await shop.query('update mailboxes set blocked_until = null')
  }
  t.equal((await omar.listen()).length, 1, 'the neighbor was answered')
  t.match(await shop.query(`select attempts, outcome from inbox where body #>> '{message,text,body}' = 'cart'`), [
    { attempts: 5, outcome: 'dead' },
  ])
  await work(shop)
  const said = await sara.listen()
  t.match(
    said.map(({ content, slot }) => ({ content, slot })),
    [
      { content: { kind: 'notice', notice: 'apology' }, slot: 9 },
      { content: { kind: 'buttons', text: /^A colleague has been told/ }, slot: 0 },
    ],
    'what came after it is answered',
  )
  t.match(await shop.query('select code from store_problems order by opened_at'), [{ code: 'message-not-handled' }, {}])
})

t.test('two workers share two hundred conversations: every message once, in order', async (t) => {
  const shop = await openChatShop(t, { poolSize: 12 })
  const phones = Array.from({ length: 200 }, (_, at) => phoneOf(shop, { waId: String(966_500_000_000 + at) }))
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(
      phones.map((phone) => phone.post({ type: 'text', text: { body: round % 2 === 0 ? 'menu' : 'cart' } })),
    )
  }
  const secrets = { get: async () => shop.key.toString('base64url') }
  const drains = [1, 2].map(() => mailboxDrain(conversationHandler({ secrets, publicUrl }), { mailboxesPerBatch: 20 }))
  await Promise.all(
    drains.map(async (drain, worker) => {
      for (let at = 0; at < SHARD_COUNT; at += 1) {
        const shard = (at + worker * (SHARD_COUNT / 2)) % SHARD_COUNT
        while (await drain.run(shard, shop.tools)) {
          // until the shard is empty
        }
      }
    }),
  )
  t.same(await shop.query('select outcome, count(*)::int as count from inbox group by 1'), [
    { outcome: 'answered', count: 2000 },
  ])
  t.same(await shop.query('select count(*)::int as shoppers from shoppers'), [{ shoppers: 200 }])
  const disordered = await shop.query(
    `select 1 from (select cause_id::bigint - lag(cause_id::bigint) over (partition by shopper_id order by seq) as step
       from messages) said where step <= 0`,
  )
  t.same(disordered, [], 'each shopper hears the answers in the order of the messages')
  t.same(await shop.query('select count(*)::int as messages from messages'), [{ messages: 2000 }])
})

t.test(
  'someone who writes under a number and an id at once is one shopper, answered one message at a time',
  async (t) => {
    const { shop } = await openDateShop(t)
    const both = phoneOf(shop, { waId: '966500000001', bsuid: 'SA.1' })
    await both.says('hi')
    const byNumber = phoneOf(shop, { waId: '966500000001' })
    await both.post({ type: 'text', text: { body: 'ajwa' } })
    await byNumber.post({ type: 'text', text: { body: 'sukkari' } })
    await work(shop)
    t.equal((await both.listen()).length, 2)
    t.same(await shop.query('select count(*)::int as shoppers from shoppers'), [{ shoppers: 1 }])
  },
)

t.test('the deeds of many conversations in one batch are done together, and each gets its own answer', async (t) => {
  const { shop, ajwa } = await openDateShop(t)
  const phones = Array.from({ length: 9 }, (_, at) => phoneOf(shop, { waId: String(966_500_000_001 + at) }))
  for (const phone of phones) {
    await returning(shop, phone, { method: 'card' })
    await phone.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  }
  const words = ['cash', 'edit', 'cancel']
  await Promise.all(phones.map((phone, at) => phone.post({ type: 'text', text: { body: words[at % 3] } })))
  await work(shop)
  const said = await Promise.all(phones.map((phone) => phone.listen()))
  const kinds = said.map((each) => each.map(({ content }) => content.kind))
  t.same(
    kinds.map((each) => each.join()),
    [...Array(3)].flatMap(() => ['notice', 'buttons', 'buttons']),
  )
  const last = phones.filter((_, at) => at % 3 === 2)
  await Promise.all(last.map((phone) => phone.post({ type: 'text', text: { body: 'yes' } })))
  await work(shop)
  t.same(await shop.query('select status, count(*)::int as count from orders group by 1 order by 1'), [
    { status: 'canceled', count: 6 },
    { status: 'placed', count: 3 },
  ])
  t.same(await shop.shelf(ajwa), { onHand: 10, held: 0, committed: 3 })
})
