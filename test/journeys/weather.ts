import { Redis } from 'ioredis'
import { Client, DatabaseError } from 'pg'
import type { Phone, SeenMessage } from '#app/demo/phone.ts'
import type { Shop } from '#test/support/shop.ts'

/** Forgets every bell that was rung and everything the queue knows of itself, as FLUSHALL or a new server would. */
export async function wipeBells({ transport }: Shop): Promise<void> {
  if (transport.kind === 'redis') {
    const redis = new Redis(transport.url)
    const keys = await redis.keys(`${transport.prefix}*`)
    if (keys.length > 0) await redis.unlink(...keys)
    redis.disconnect()
    return
  }
  const client = new Client({ connectionString: transport.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select 'bullmq.' || tablename as name from pg_tables where schemaname = 'bullmq' and tablename <> 'migration'`,
    )
    await truncate(client, rows.map(({ name }) => name).join(', '))
  } finally {
    await client.end()
  }
}

/** The queue is in use, and PostgreSQL may choose the truncation to break a deadlock with it. */
async function truncate(client: Client, tables: string): Promise<void> {
  for (;;) {
    try {
      await client.query(`truncate ${tables}`)
      return
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== '40P01') throw error
    }
  }
}

/** Ends the time in which the shop waits for word of a message that this person may or may not have got. */
export async function endDoubts(shop: Shop, name: string): Promise<void> {
  await shop.query(
    `update messages set doubt_until = clock_timestamp()
    where state = 'in_doubt' and shopper_id in (select id from shoppers where name = $1)`,
    [name],
  )
  await shop.hurry('messages-in-doubt')
}

/** Ends the time for which Meta wants to be left alone; true when there was such a time. */
export async function endPauses(shop: Shop): Promise<boolean> {
  const pauses = await Promise.all(
    ['number_buckets', 'pair_buckets'].map((table) =>
      shop.query(`update ${table} set blocked_until = null where blocked_until > clock_timestamp() returning 1`),
    ),
  )
  return pauses.flat().length > 0
}

/** What the shop said to this phone, oldest first, once it has said so much. */
export async function heardBy(phone: Phone, count: number): Promise<SeenMessage[]> {
  const heard: SeenMessage[] = []
  while (heard.length < count) heard.push(await phone.hear())
  return heard
}

/** How each message of this person ended: "answered", "ignored:reaction". */
export async function outcomesOf(shop: Shop, phone: Phone): Promise<string[]> {
  const chat = await phone.chat()
  const wamids = chat.filter(({ direction }) => direction === 'in').map(({ wamid }) => wamid)
  const rows = await shop.query<{ outcome: string | null }>(
    `select outcome from inbox where kind = 'message' and split_part(dedupe_key, '|', 2) = any ($1) order by id`,
    [wamids],
  )
  return rows.map(({ outcome }) => outcome ?? 'open')
}
