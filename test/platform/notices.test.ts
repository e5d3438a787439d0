import { randomUUID } from 'node:crypto'
import t from 'tap'
import { housekeepingChore } from '#platform/housekeeping.ts'
import { Inbox } from '#platform/inbox.ts'
import { type Notice, noticeDrain } from '#platform/notices.ts'
import type { WorkTools } from '#platform/work.ts'
import { openTools } from '#test/support/platform.ts'

const storeId = randomUUID()

async function arrive(tools: WorkTools, ...fields: string[]): Promise<void> {
  const arrivals = fields.map((field, n) => {
    const json = JSON.stringify({ field, value: { n } })
    return { storeId, kind: 'notice' as const, dedupeKey: `${field}${n}`, json, happenedAt: null }
  })
  await new Inbox(tools.database, () => undefined).store({
    source: 'whatsapp',
    body: Buffer.from(fields.join()),
    arrivals,
  })
}

async function drainAll(tools: WorkTools, handle: (notice: Notice) => void): Promise<void> {
  const drain = noticeDrain([{ fields: ['template_status'], handle: async (_ctx, notice) => handle(notice) }])
  for (const shard of await drain.waiting(tools)) while (await drain.run(shard, tools));
}

const outcomes = (tools: WorkTools) =>
  tools.database.system<{ outcome: string | null; last_error: string | null }>(
    'select outcome, last_error from inbox order by id',
  )

t.test('a notice reaches who asked for its field; others are kept and say so', async (t) => {
  const tools = await openTools(t)
  await arrive(tools, 'template_status', 'account_alerts')
  const seen: Notice[] = []
  await drainAll(tools, (notice) => seen.push(notice))
  t.match(seen, [{ storeId, field: 'template_status', value: { n: 0 } }])
  t.match(await outcomes(tools), [{ outcome: 'handled' }, { outcome: 'ignored:unheard-field' }])
})

t.test('a notice that fails waits and says why', async (t) => {
  const tools = await openTools(t)
  await arrive(tools, 'template_status')
  await drainAll(tools, () => {
    throw new Error('not today')
  })
  t.match(await outcomes(tools), [{ outcome: null, last_error: 'not today' }])
})

t.test('housekeeping removes what was handled a month ago and keeps what is open', async (t) => {
  const tools = await openTools(t)
  await arrive(tools, 'account_alerts', 'template_status')
  await tools.database.system(`update inbox set received_at = received_at - interval '31 days'`)
  await tools.database.system(`update inbox set outcome = 'handled' where dedupe_key like 'account%'`)
  await tools.database.system(`update envelopes set received_at = received_at - interval '31 days'`)
  await housekeepingChore().run(tools)
  t.match(await outcomes(tools), [{ outcome: null }])
  t.strictSame(await tools.database.system('select 1 from envelopes'), [])
})
