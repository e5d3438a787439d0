import t from 'tap'
import { SENDER_LANES } from '#modules/messaging/lanes.ts'
import { type Claimed, claimMessages } from '#modules/messaging/sender/claim.ts'
import type { Database } from '#platform/db.ts'
import { SHARD_COUNT } from '#platform/shards.ts'
import { openTalkingShop } from '#test/modules/messaging/talking-shop.ts'

/** Queued messages by the thousand, straight into the table: one of a backlog of each shopper's own, or all of one shopper's. */
async function pile(
  database: Database,
  { storeId, shoppers, each }: { storeId: string; shoppers: number; each: number },
) {
  await database.system(
    `with people as (
      insert into shoppers (id, store_id) select gen_random_uuid(), $1 from generate_series(1, $2) returning id
    )
    insert into messages (id, store_id, shopper_id, shard, cause_kind, cause_id, slot, purpose, language, content)
    select gen_random_uuid(), $1, p.id, ('x' || substr(md5(p.id::text), 1, 4))::bit(16)::int % ${SHARD_COUNT}, 'pile', p.id || '.' || n, 0,
      'pile', 'en', '{"kind":"text","text":"hello"}'
    from people p, generate_series(1, $3) n`,
    [storeId, shoppers, each],
  )
  await database.system(
    `insert into number_buckets values ($1, 1000, clock_timestamp(), null)
     on conflict (store_id) do update set tokens = 1000, refilled_at = clock_timestamp()`,
    [storeId],
  )
}

const park = async (database: Database) => {
  await database.system('update stores set messages_per_second = 1000')
}

t.test('claimers in parallel never take a message twice nor two of one shopper', async (t) => {
  const shop = await openTalkingShop(t)
  await shop.workshop.close()
  await park(shop.database)
  await pile(shop.database, { storeId: shop.storeId, shoppers: 150, each: 3 })
  const claims = await Promise.all(
    Array.from({ length: 48 }, (_, index) => claimMessages(shop.database, index % SENDER_LANES, 16)),
  )
  const claimed: Claimed[] = claims.flatMap((claim) => claim.messages)
  t.equal(new Set(claimed.map((message) => message.id)).size, claimed.length, 'each once')
  t.equal(new Set(claimed.map((message) => message.shopperId)).size, claimed.length, 'one of each shopper')
  t.ok(claimed.length > 100, `${claimed.length} of 150`)
  t.ok(claimed.every((message) => message.attempt === 1))
})

t.test('no two claimers together spend more than the number may', async (t) => {
  const shop = await openTalkingShop(t)
  await shop.workshop.close()
  await shop.database.system('update stores set messages_per_second = 40')
  await pile(shop.database, { storeId: shop.storeId, shoppers: 200, each: 1 })
  const started = Date.now()
  const claims = await Promise.all(
    Array.from({ length: 40 }, (_, index) => claimMessages(shop.database, index % SENDER_LANES, 16)),
  )
  const taken = claims.flatMap((claim) => claim.messages).length
  const seconds = (Date.now() - started) / 1_000
  t.ok(taken >= 8 && taken <= 10 + 30 * seconds, `${taken} in ${seconds} s, from a burst of 10`)
  t.ok(
    claims.some((claim) => claim.starved),
    'and says that more could go later',
  )
})

t.test('in a queue of tens of thousands nobody waits for one shopper’s thousands', async (t) => {
  const shop = await openTalkingShop(t)
  await shop.workshop.close()
  await park(shop.database)
  await pile(shop.database, { storeId: shop.storeId, shoppers: 1, each: 12_000 })
  await pile(shop.database, { storeId: shop.storeId, shoppers: 8_000, each: 1 })
  await shop.database.system(
    `insert into messages (id, store_id, shopper_id, shard, cause_kind, cause_id, purpose, language, content, state)
     select gen_random_uuid(), store_id, shopper_id, shard, 'past', id::text, 'pile', 'en', content, 'read' from messages, generate_series(1, 1)`,
  )
  await shop.database.system('analyze messages')
  let taken = 0
  for (let lane = 0; lane < SENDER_LANES; lane += 1) {
    taken += (await claimMessages(shop.database, lane, 16)).messages.length
  }
  t.equal(taken, 16 * SENDER_LANES, 'the long queue of one shopper stands in nobody’s way')
})
