import { randomUUID } from 'node:crypto'
import t from 'tap'
import { emit, type StoredEvent } from '#platform/events.ts'
import { eventRelay, type Listener } from '#platform/relay.ts'
import type { WorkTools } from '#platform/work.ts'
import { openTools } from '#test/support/platform.ts'

const stores = [randomUUID(), randomUUID()]

type Fact = { type: string; subjectId: string }

async function emitFacts(tools: WorkTools, facts: readonly Fact[]): Promise<void> {
  for (const [n, fact] of facts.entries()) {
    const storeId = stores[n % stores.length] ?? ''
    await tools.database.inStores([storeId], (tx) => emit(tx, [{ storeId, ...fact }]))
  }
}

async function tellAll(tools: WorkTools, listeners: Listener[]): Promise<void> {
  const relay = eventRelay(listeners)
  for (const shard of await relay.waiting(tools)) while (await relay.run(shard, tools));
}

/** Writes down what it is told of, alone or with others; `bad` fails it. */
function scribe(bad?: string) {
  const alone: string[] = []
  const together: string[][] = []
  const hear = async (ctx: Pick<Parameters<Listener['handle']>[0], 'tx'>, events: readonly StoredEvent[]) => {
    for (const { storeId, subjectId } of events) {
      await emit(ctx.tx, [{ storeId, type: 'thing.noted', subjectId }])
      if (subjectId === bad) throw new Error('not this one')
    }
  }
  const listener: Listener = {
    name: 'scribe',
    types: ['order.placed', 'order.canceled'],
    handle: async (ctx, event) => {
      await hear(ctx, [event])
      alone.push(`${event.type} ${event.subjectId}`)
    },
    handleAll: async (ctx, events) => {
      await hear(ctx, events)
      together.push(events.map(({ subjectId }) => subjectId).toSorted())
    },
  }
  return { listener, alone, together }
}

const outcomes = async (tools: WorkTools) =>
  (
    await tools.database.system<{ type: string; outcome: string | null; count: number }>(
      'select type, outcome, count(*)::int as count from events group by type, outcome order by type, outcome',
    )
  ).map(({ type, outcome, count }) => `${count} ${type} ${outcome}`)

t.test('a storm of orders in several stores is told in one go, each order once', async (t) => {
  const tools = await openTools(t)
  const subjects = Array.from({ length: 30 }, () => randomUUID()).toSorted()
  await emitFacts(
    tools,
    subjects.map((subjectId) => ({ type: 'order.placed', subjectId })),
  )
  const { listener, alone, together } = scribe()
  await tellAll(tools, [listener])
  t.strictSame(together, [subjects])
  t.strictSame(alone, [])
  t.strictSame(await outcomes(tools), ['30 order.placed handled', '30 thing.noted unheard'])
})

t.test('one order that cannot be told of does not take the others with it', async (t) => {
  const tools = await openTools(t)
  const subjects = Array.from({ length: 5 }, () => randomUUID())
  const [bad = ''] = subjects
  await emitFacts(
    tools,
    subjects.map((subjectId) => ({ type: 'order.placed', subjectId })),
  )
  const { listener, alone, together } = scribe(bad)
  await tellAll(tools, [listener])
  t.strictSame(together, [])
  t.equal(alone.length, 4)
  t.notOk(alone.includes(`order.placed ${bad}`))
  t.strictSame(
    await outcomes(tools),
    ['4 order.placed handled', '1 order.placed null', '4 thing.noted unheard'],
    'what the failed tellings wrote is undone',
  )
})

t.test('several facts of one order are told one after another, whatever else is told together', async (t) => {
  const tools = await openTools(t)
  const [twice, once, alsoOnce] = [randomUUID(), randomUUID(), randomUUID()]
  await emitFacts(tools, [
    { type: 'order.placed', subjectId: twice },
    { type: 'order.placed', subjectId: once },
    { type: 'order.placed', subjectId: alsoOnce },
    { type: 'order.canceled', subjectId: twice },
  ])
  const { listener, alone, together } = scribe()
  await tellAll(tools, [listener])
  t.ok(together.flat().every((subjectId) => subjectId !== twice))
  t.strictSame(
    alone.filter((line) => line.endsWith(twice)),
    [`order.placed ${twice}`, `order.canceled ${twice}`],
  )
  t.strictSame(await outcomes(tools), ['1 order.canceled handled', '3 order.placed handled', '4 thing.noted unheard'])
})

t.test('who can hear one fact at a time makes all hear one at a time', async (t) => {
  const tools = await openTools(t)
  const heard: string[] = []
  const single: Listener = {
    name: 'single',
    types: ['order.placed'],
    handle: async (_ctx, { subjectId }) => void heard.push(subjectId),
  }
  const subjects = Array.from({ length: 3 }, () => randomUUID())
  await emitFacts(
    tools,
    subjects.map((subjectId) => ({ type: 'order.placed', subjectId })),
  )
  const { listener, alone, together } = scribe()
  await tellAll(tools, [listener, single])
  t.strictSame(heard.toSorted(), subjects.toSorted())
  t.equal(alone.length, 3)
  t.strictSame(together, [])
})
