import { randomUUID } from 'node:crypto'
import t from 'tap'
import { type Arrival, type Envelope, Inbox } from '#platform/inbox.ts'
import { openTools } from '#test/support/platform.ts'

const storeId = randomUUID()

function arrival(key: string, more: Partial<Arrival> = {}): Arrival {
  return {
    storeId,
    kind: 'message',
    dedupeKey: key,
    mailboxKey: `shopper-${key}`,
    json: JSON.stringify({ key }),
    happenedAt: null,
    ...more,
  }
}

function envelope(...arrivals: Arrival[]): Envelope {
  return { source: 'whatsapp', body: Buffer.from(JSON.stringify(arrivals)), arrivals }
}

t.test('what arrives is durable when it is acknowledged, and its shard is rung for', async (t) => {
  const { database, bells } = await openTools(t)
  const rung: { drain: string; shard: number }[] = []
  const inbox = new Inbox(database, (more) => rung.push(...more))
  await inbox.store(envelope(arrival('a'), arrival('b', { kind: 'status' })))
  const rows = await database.system<{ dedupe_key: string; kind: string; shard: number }>(
    'select dedupe_key, kind, shard, envelope_id from inbox order by id',
  )
  t.strictSame(
    rows.map((row) => [row.dedupe_key, row.kind]),
    [
      ['a', 'message'],
      ['b', 'status'],
    ],
  )
  t.strictSame(rung.map((bell) => bell.drain).sort(), ['mailbox', 'statuses'])
  t.equal(rung.find((bell) => bell.drain === 'mailbox')?.shard, rows[0]?.shard)
  t.strictSame(bells, [], 'the inbox rings for itself')
})

t.test('two hundred copies of one webhook at once make one row and one envelope', async (t) => {
  const { database } = await openTools(t)
  const inboxes = [new Inbox(database, () => undefined), new Inbox(database, () => undefined)]
  await Promise.all(Array.from({ length: 200 }, (_, n) => inboxes[n % 2]?.store(envelope(arrival('same')))))
  const [counts] = await database.system<{ rows: number; envelopes: number }>(
    'select (select count(*) from inbox) as rows, (select count(*) from envelopes) as envelopes',
  )
  t.strictSame(counts, { rows: 1, envelopes: 1 })
})

t.test('an envelope that PostgreSQL refuses fails alone', async (t) => {
  const { database } = await openTools(t)
  const inbox = new Inbox(database, () => undefined)
  const poison = { ...arrival('poison'), json: JSON.stringify('\u0000') }
  const results = await Promise.allSettled([
    inbox.store(envelope(arrival('first'))),
    inbox.store(envelope(arrival('second'))),
    inbox.store(envelope(poison)),
    inbox.store(envelope(arrival('third'))),
  ])
  t.strictSame(
    results.map((result) => result.status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
  const rows = await database.system<{ dedupe_key: string }>('select dedupe_key from inbox order by id')
  t.strictSame(
    rows.map((row) => row.dedupe_key),
    ['first', 'second', 'third'],
  )
})

t.test('what belongs to no store is kept and parked, and nobody is rung', async (t) => {
  const { database } = await openTools(t)
  const rung: unknown[] = []
  const inbox = new Inbox(database, (bells) => rung.push(...bells))
  await inbox.store(envelope(arrival('stray', { storeId: null, outcome: 'parked:unknown-number' })))
  const [row] = await database.system<{ outcome: string }>('select outcome from inbox')
  t.equal(row?.outcome, 'parked:unknown-number')
  t.strictSame(rung, [])
})

t.test('one envelope keeps the order of its messages', async (t) => {
  const { database } = await openTools(t)
  const keys = Array.from({ length: 300 }, (_, n) => `m${n}`)
  await new Inbox(database, () => undefined).store(envelope(...keys.map((key) => arrival(key, { mailboxKey: 'one' }))))
  const rows = await database.system<{ dedupe_key: string }>('select dedupe_key from inbox order by id')
  t.strictSame(
    rows.map((row) => row.dedupe_key),
    keys,
  )
})
