import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import t from 'tap'
import type { Tx } from '#platform/db.ts'
import { Inbox } from '#platform/inbox.ts'
import { type MailboxEvent, type MailboxHandler, mailboxDrain } from '#platform/mailbox.ts'
import type { Drain, WorkTools } from '#platform/work.ts'
import { openTools } from '#test/support/platform.ts'

const storeIds: string[] = [randomUUID(), randomUUID()]

async function openScribeTable({ url }: { url: string }): Promise<void> {
  const owner = new Client({ connectionString: url })
  await owner.connect()
  await owner.query('create table heard (id bigint generated always as identity, mailbox text, n int, store uuid)')
  await owner.query('grant select, insert on heard to dukkan_app, dukkan_system')
  await owner.end()
}

async function deliver(tools: WorkTools, mailboxes: number, eventsEach: number): Promise<void> {
  const inbox = new Inbox(tools.database, () => undefined)
  for (let n = 0; n < eventsEach; n += 1) {
    const arrivals = Array.from({ length: mailboxes }, (_, m) => ({
      storeId: storeIds[m % 2] ?? null,
      kind: 'message' as const,
      dedupeKey: `${m}.${n}`,
      mailboxKey: `box-${m}`,
      json: JSON.stringify({ n }),
      happenedAt: null,
    }))
    await inbox.store({ source: 'whatsapp', body: Buffer.from(`${n}`), arrivals })
  }
}

/** Writes down what it hears; throws for what `poison` picks. */
function scribe(poison: (event: MailboxEvent) => boolean = () => false, buried: string[] = []): MailboxHandler {
  return {
    async handle(tx: Tx, round) {
      for (const event of round) {
        if (poison(event)) throw new Error(`poison in ${event.mailboxKey}`)
        const { n } = event.body as { n: number }
        await tx.query('insert into heard (mailbox, n, store) values ($1, $2, $3)', [
          event.mailboxKey,
          n,
          event.storeId,
        ])
      }
      return new Map(round.map((event) => [event.id, 'answered' as const]))
    },
    async buried(_tx, event) {
      buried.push(event.mailboxKey)
    },
  }
}

async function drainAll(drain: Drain, tools: WorkTools): Promise<void> {
  for (let shards = await drain.waiting(tools); shards.length > 0; shards = await drain.waiting(tools)) {
    for (const shard of shards) while (await drain.run(shard, tools));
  }
}

async function heard(tools: WorkTools): Promise<Map<string, number[]>> {
  const rows = await tools.database.system<{ mailbox: string; n: number }>('select mailbox, n from heard order by id')
  const byMailbox = new Map<string, number[]>()
  for (const { mailbox, n } of rows) byMailbox.set(mailbox, [...(byMailbox.get(mailbox) ?? []), n])
  return byMailbox
}

t.test('each event is handled once and in order, with several workers on the same shards', async (t) => {
  const tools = await openTools(t)
  await openScribeTable(tools)
  await deliver(tools, 40, 12)
  const drain = mailboxDrain(scribe(), { mailboxesPerBatch: 7 })
  await Promise.all([drainAll(drain, tools), drainAll(drain, tools), drainAll(drain, tools)])
  await drainAll(drain, tools)
  const told = await heard(tools)
  t.equal(told.size, 40)
  for (const [mailbox, numbers] of told)
    t.strictSame(
      numbers,
      Array.from({ length: 12 }, (_, n) => n),
      mailbox,
    )
  const open = await tools.database.system(`select 1 from inbox where outcome is distinct from 'answered'`)
  t.equal(open.length, 0)
})

t.test('a poison event dies after five tries, its shopper goes on, and its neighbors never wait', async (t) => {
  const tools = await openTools(t)
  await openScribeTable(tools)
  await deliver(tools, 6, 3)
  const buried: string[] = []
  const poisoned = (event: MailboxEvent) => event.mailboxKey === 'box-2' && (event.body as { n: number }).n === 1
  const drain = mailboxDrain(scribe(poisoned, buried))
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await drainAll(drain, tools)
    if (attempt === 0) t.equal((await heard(tools)).size, 6, 'everybody else was answered at the first try')
    await tools.database.system('update mailboxes set blocked_until = null')
  }
  await drainAll(drain, tools)
  t.strictSame((await heard(tools)).get('box-2'), [0, 2])
  t.strictSame(buried, ['box-2'])
  const dead = await tools.database.system<{ attempts: number; last_error: string }>(
    `select attempts, last_error from inbox where outcome = 'dead'`,
  )
  t.match(dead, [{ attempts: 5, last_error: 'poison in box-2' }])
})

t.test('an event does not die of transactions that were in each other’s way', async (t) => {
  const tools = await openTools(t)
  await openScribeTable(tools)
  await deliver(tools, 1, 1)
  const handler = scribe()
  let conflicts = 12
  const drain = mailboxDrain({
    ...handler,
    async handle(tx, round, environment) {
      conflicts -= 1
      if (conflicts >= 0) await tx.query(`do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`)
      return handler.handle(tx, round, environment)
    },
  })
  for (let tries = 0; tries < 12; tries += 1) {
    await drainAll(drain, tools)
    await tools.database.system('update mailboxes set blocked_until = null')
  }
  t.strictSame(await tools.database.system('select outcome, attempts from inbox'), [
    { outcome: 'answered', attempts: 0 },
  ])
})

t.test('a handler works inside the wall of the stores in its batch', async (t) => {
  const tools = await openTools(t)
  await openScribeTable(tools)
  await deliver(tools, 4, 1)
  const seen: unknown[] = []
  const handler: MailboxHandler = {
    ...scribe(),
    async handle(tx, round) {
      seen.push(...(await tx.query(`select current_user as role, dukkan_stores() as stores`)))
      return new Map(round.map((event) => [event.id, 'ignored:test' as const]))
    },
  }
  await drainAll(mailboxDrain(handler), tools)
  for (const row of seen) {
    t.match(row, { role: 'dukkan_app' })
    t.ok((row as { stores: string[] }).stores.every((store) => storeIds.includes(store)))
  }
})

t.test('an event that a handler forgets undoes the batch rather than being lost', async (t) => {
  const tools = await openTools(t)
  await openScribeTable(tools)
  await deliver(tools, 1, 1)
  const drain = mailboxDrain({ ...scribe(), handle: async () => new Map() })
  await drainAll(drain, tools)
  const [row] = await tools.database.system<{ outcome: string | null; last_error: string }>(
    'select outcome, last_error from inbox',
  )
  t.match(row, { outcome: null, last_error: /without an outcome/ })
})
