import t from 'tap'
import { type Draft, messagingRoutes, queueMessages } from '#modules/messaging/index.ts'
import { publicId } from '#shared/ids.ts'
import { openApi } from '#test/app/http/open-api.ts'

const api = await openApi(t, { routes: [messagingRoutes] })
const store = await api.openStore()
const stranger = await api.openStore({ slug: 'stranger' })

async function welcome(): Promise<string> {
  return store.within(async ({ tx, newId, storeId }) => {
    const id = newId()
    await tx.run('insert into shoppers (id, store_id) values ($1, $2)', [id, storeId])
    return id
  })
}

function draft(shopperId: string, causeId: string, content: Draft['content']): Draft {
  const purpose = content.kind === 'notice' ? content.notice : 'menu'
  return { storeId: store.id, shopperId, causeKind: 'test', causeId, purpose, language: 'en', content }
}

const [sara, omar] = [await welcome(), await welcome()]
await store.within((ctx) =>
  queueMessages(
    ctx.tx,
    [
      draft(sara, '1', { kind: 'text', text: 'Welcome' }),
      draft(sara, '2', { kind: 'buttons', text: 'What would you like?', buttons: [{ id: 'a', title: 'Menu' }] }),
      draft(omar, '3', { kind: 'notice', notice: 'order_canceled', facts: { orderNumber: 7, paid: 1 } }),
    ],
    ctx.newId,
  ),
)
await api.database.system(
  `update messages set state = 'failed', error_code = '131026', error_details = 'Undeliverable', trace_id = 'A1b'
   where cause_id = '1'`,
)

t.test('an owner reads what the shop said, newest first, in the words the shopper reads', async (t) => {
  const read = await api.ask('GET /v1/messages', store.key)
  t.equal(read.statusCode, 200, read.body)
  const { data, nextCursor } = read.json()
  t.equal(nextCursor, null)
  t.match(data, [
    {
      purpose: 'order_canceled',
      shopperId: publicId('shopper', omar),
      text: /cancel your order 7; your money is on its way/,
    },
    { purpose: 'menu', text: 'What would you like?', state: 'queued', error: null, sentAs: null },
    { text: 'Welcome', state: 'failed', error: { code: '131026', details: 'Undeliverable', traceId: 'A1b' } },
  ])
})

t.test('one shopper’s messages, or those in one state, page by page', async (t) => {
  const first = await api.ask(`GET /v1/messages?shopperId=${publicId('shopper', sara)}&limit=1`, store.key)
  t.strictSame(
    first.json().data.map((message: { text: string }) => message.text),
    ['What would you like?'],
  )
  const second = await api.ask(
    `GET /v1/messages?shopperId=${publicId('shopper', sara)}&limit=1&cursor=${first.json().nextCursor}`,
    store.key,
  )
  t.match(second.json(), { data: [{ text: 'Welcome' }], nextCursor: null })
  const failed = await api.ask('GET /v1/messages?state=failed', store.key)
  t.match(failed.json().data, [{ text: 'Welcome' }])
})

t.test('another store’s messages are nobody’s business, nor is the list without its scope', async (t) => {
  t.strictSame((await api.ask('GET /v1/messages', stranger.key)).json().data, [])
  t.equal((await api.ask('GET /v1/messages', await store.keyWith('orders:read'))).statusCode, 403)
  t.equal((await api.ask('GET /v1/messages?state=lost', store.key)).statusCode, 400)
})
