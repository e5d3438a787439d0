import { randomUUID } from 'node:crypto'
import t from 'tap'
import { Inbox } from '#platform/inbox.ts'
import { type Json, openTalkingShop, type TalkingShop } from '#test/modules/messaging/talking-shop.ts'

/** Stores a status the way a webhook would, without Meta having said it. */
async function claimStatus(shop: TalkingShop, status: Json): Promise<string> {
  const inbox = new Inbox(shop.database, (bells) => {
    for (const bell of bells) void shop.workshop.hear(bell)
  })
  const dedupeKey = `${status.id}|${status.status}|${randomUUID()}`
  const json = JSON.stringify({ status })
  const arrival = { storeId: shop.storeId, kind: 'status', dedupeKey, json, happenedAt: null } as const
  await inbox.store({ source: 'whatsapp', body: Buffer.from(dedupeKey), arrivals: [arrival] })
  return dedupeKey
}

const outcomeOf = async (shop: TalkingShop, key: string) =>
  (await shop.database.system<{ outcome: string | null }>('select outcome from inbox where dedupe_key = $1', [key]))[0]
    ?.outcome

t.test(
  'read before sent, sent twice, delivered late: the message stays read and every status has an outcome',
  async (t) => {
    const shop = await openTalkingShop(t)
    const sara = await shop.welcome()
    await shop.misbehave({ api: 'webhooks.statuses', fault: 'reorder', probability: 0.5 })
    await shop.misbehave({ api: 'webhooks.statuses', fault: 'duplicate', copies: 3, probability: 0.5 })
    await shop.queue(...Array.from({ length: 15 }, (_, index) => shop.text(sara, `line ${index}`)))
    await shop.settled('read', 15)
    await shop.until(async () => {
      const [open] = await shop.database.system<{ count: number }>(
        `select count(*) filter (where outcome is null) as count from inbox where kind = 'status' having count(*) >= 45`,
      )
      return open?.count === 0
    })
    const rows = await shop.rows()
    t.ok(rows.every((row) => row.state === 'read' && row.sent_at && row.delivered_at && row.read_at))
  },
)

t.test('a status without our callback data is matched by the message id of Meta', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'webhooks.statuses', fault: 'lose' })
  await shop.queue(shop.text(sara, 'hello'))
  const [row] = await shop.settled('accepted', 1)
  await claimStatus(shop, { id: row.wamid, status: 'read', timestamp: '1795000005' })
  const [read] = await shop.settled('read', 1)
  t.same(read.read_at, new Date(1_795_000_005_000))
})

t.test('a status of nobody’s message is looked at again for a while and then kept as an orphan', async (t) => {
  const shop = await openTalkingShop(t)
  const key = await claimStatus(shop, { id: 'wamid.strange', status: 'sent', timestamp: '1795000005' })
  await shop.until(
    async () =>
      (await shop.database.system('select 1 from inbox where attempts = 1 and retry_at is not null')).length === 1,
  )
  await shop.database.system('update inbox set attempts = 5, retry_at = null')
  await shop.until(async () => (await outcomeOf(shop, key)) === 'orphan')
  t.pass('kept')
})

t.test('a status never touches a message of another store', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'webhooks.statuses', fault: 'lose' })
  await shop.queue(shop.text(sara, 'hello'))
  const [row] = await shop.settled('accepted', 1)
  await shop.database.system(`update messages set store_id = gen_random_uuid()`)
  await claimStatus(shop, { id: row.wamid, status: 'read', timestamp: '1795000005' })
  await shop.until(async () => (await shop.database.system('select 1 from inbox where attempts = 1')).length === 1)
  t.equal((await shop.rows())[0].state, 'accepted')
})

t.test('the statuses of others under our number are told apart', async (t) => {
  const shop = await openTalkingShop(t)
  const key = await claimStatus(shop, { id: 'w', status: 'sent', biz_opaque_callback_data: 'campaign:7' })
  await shop.until(async () => (await outcomeOf(shop, key)) === 'ignored:foreign')
  t.pass('ignored')
})

t.test('a failed status with an unpaid bill parks the store and keeps the message', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'messages', fault: 'fail_later', code: 131042, details: 'Payment issue', times: 1 })
  await shop.queue(shop.text(sara, 'hello'))
  await shop.until(
    async () => (await shop.database.system('select 1 from stores where sending_parked_at is not null')).length === 1,
  )
  t.match(await shop.rows(), [{ state: 'queued', error_code: '131042' }])
  t.match(await shop.database.system('select code from store_problems'), [{ code: 'sending-parked-billing' }])
  await shop.database.system('update stores set sending_parked_at = null')
  await shop.settled('read', 1)
})
