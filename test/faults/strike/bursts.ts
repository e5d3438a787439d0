import { createHmac, randomUUID } from 'node:crypto'
import { request } from 'undici'
import { publicId } from '#shared/ids.ts'
import type { Crowd } from '#test/faults/load/crowd.ts'
import type { Line } from '#test/faults/load/shop-client.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import type { WorldStore } from '#test/faults/stage/world.ts'

const PARALLEL = 50

/** A write that leaves a trace which can be counted. */
type Trial = { store: WorldStore; line: Line; body: unknown; made: () => Promise<number> }

/**
 * Fifty equal calls at once, with a server killed among them: one thing is made, and whoever gets an answer gets the
 * same. What went otherwise goes to the ledger.
 */
export async function callInParallel(installation: Installation, { ledger, clientOf }: Crowd): Promise<boolean> {
  const key = randomUUID()
  const trial = (await parcelTrial(installation, key)) ?? (await stockTrial(installation, key))
  if (trial === null) return false
  const { store, line, body, made } = trial
  const client = clientOf(store)
  const calls = Array.from({ length: PARALLEL }, () => client.tryOnce(line, body, key))
  void installation.slotsOf('server')[0]?.end('SIGKILL', { cause: 'killed' })
  const answers = await Promise.all(calls)
  const last = await client.write(line, body, key)
  const bodies = new Set([...answers, last].flatMap((answer) => (isDone(answer) ? [answer.body] : [])))
  const count = await made()
  // The owner may have sent the same order meanwhile: then it is none, and nobody was told otherwise.
  if (count !== bodies.size || bodies.size > 1) {
    ledger.unlike.push(`key ${key}: made ${count} times, ${bodies.size} different answers`)
  }
  return true
}

function isDone(answer: { status: number; body: string } | null): answer is { status: number; body: string } {
  return answer !== null && answer.status < 300
}

async function parcelTrial({ database, world }: Installation, key: string): Promise<Trial | null> {
  const [order] = await database.ask<{ id: string; storeId: string }>(
    `select id, store_id as "storeId" from orders where status = 'placed' and fulfillment_status = 'unfulfilled' order by random() limit 1`,
  )
  const store = world.stores.find(({ storeId }) => storeId === order?.storeId)
  if (order === undefined || store === undefined) return null
  const body = { orderId: publicId('order', order.id), carrier: 'Aramex', trackingNumber: `P${key}` }
  const made = () => countOf(database, 'shipments where tracking_number = $1', body.trackingNumber)
  return { store, line: 'POST /v1/shipments', body, made }
}

async function stockTrial({ database, world }: Installation, key: string): Promise<Trial | null> {
  const [store] = world.stores
  const [variant] = await database.ask<{ id: string }>(
    'select id from variants where store_id = $1 and archived_at is null order by random() limit 1',
    [store?.storeId],
  )
  if (store === undefined || variant === undefined) return null
  const made = () => countOf(database, 'stock_movements where reason = $1', key)
  const line = `PUT /v1/variants/${publicId('variant', variant.id)}/stock` as const
  return { store, line, body: { adjustBy: 1, reason: key }, made }
}

async function countOf({ ask }: Installation['database'], rows: string, value: string): Promise<number> {
  const [counted] = await ask<{ count: number }>(`select count(*)::int as count from ${rows}`, [value])
  return counted?.count ?? 0
}

const MANY = 300
const PADDING = 10_000

/** Three megabytes in one webhook, with poison among it, to both servers at once and again. */
export async function postHugeBatch(installation: Installation, { ledger }: Crowd): Promise<number[]> {
  const [store] = installation.world.stores
  const phoneNumberId = store?.phoneNumberId ?? ''
  const batch = randomUUID()
  const messages = Array.from({ length: MANY }, (_, n) => messageOf(`wamid.${batch}.${n}`, n))
  for (const { id } of messages) ledger.posted.add(`${phoneNumberId}|${id}`)
  const poison = [
    { type: 'text' },
    { id: `wamid.${batch}.group`, from: '966500000000', group_id: 'g', type: 'text' },
    null,
    7,
  ]
  ledger.posted.add(`${phoneNumberId}|wamid.${batch}.group`)
  const value = {
    messaging_product: 'whatsapp',
    metadata: { phone_number_id: phoneNumberId },
    messages: [...messages, ...poison],
  }
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: store?.wabaId, changes: [{ field: 'messages', value }] }],
  })
  return Promise.all([1, 2, 3, 4].map(() => post(installation, body)))
}

/** Half of a pair and a character that PostgreSQL's text cannot hold are in each. */
function messageOf(id: string, n: number) {
  const from = `9665${String(10_000_000 + n)}`
  const timestamp = String(Math.floor(Date.now() / 1_000))
  return { id, from, timestamp, type: 'text', text: { body: `menu \ud800\u0000 ${'x'.repeat(PADDING)}` } }
}

async function post({ shopUrl, world }: Installation, body: string): Promise<number> {
  const signature = createHmac('sha256', world.appSecret).update(body).digest('hex')
  try {
    const answer = await request(`${shopUrl}/webhooks/whatsapp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
      body,
    })
    await answer.body.dump()
    return answer.statusCode
  } catch {
    return 0
  }
}
