import { randomUUID } from 'node:crypto'
import t from 'tap'
import { emit } from '#platform/events.ts'
import { eventRelay, type Listener } from '#platform/relay.ts'
import type { WorkTools } from '#platform/work.ts'
import { openTools } from '#test/support/platform.ts'

const storeId = randomUUID()

async function emitFacts(tools: WorkTools, subjectId: string, types: string[]): Promise<void> {
  await tools.database.inStores([storeId], (tx) =>
    emit(
      tx,
      types.map((type, n) => ({ storeId, type, subjectId, payload: { n } })),
    ),
  )
}

async function tellAll(tools: WorkTools, listeners: Listener[]): Promise<void> {
  const relay = eventRelay(listeners)
  for (const shard of await relay.waiting(tools)) while (await relay.run(shard, tools));
}

t.test('a fact is told once, in order, to those who listen for it, inside its store', async (t) => {
  const tools = await openTools(t)
  const told: string[] = []
  const listener: Listener = {
    name: 'scribe',
    types: ['order.placed', 'order.canceled'],
    handle: async (ctx, event) => {
      const [row] = await ctx.tx.query<{ stores: string[]; role: string }>(
        'select dukkan_stores() as stores, current_user as role',
      )
      t.strictSame(row, { stores: [storeId], role: 'dukkan_app' })
      told.push(event.type)
    },
  }
  await emitFacts(tools, randomUUID(), ['order.placed', 'order.noted', 'order.canceled'])
  t.equal(tools.bells.length, 1, 'equal subjects ring once')
  await tellAll(tools, [listener])
  await tellAll(tools, [listener])
  t.strictSame(told, ['order.placed', 'order.canceled'])
  const outcomes = await tools.database.system<{ outcome: string }>('select outcome from events order by id')
  t.strictSame(
    outcomes.map((row) => row.outcome),
    ['handled', 'unheard', 'handled'],
  )
})

t.test('a fact of a rolled-back transaction is never told', async (t) => {
  const tools = await openTools(t)
  await t.rejects(
    tools.database.inStores([storeId], async (tx) => {
      await emit(tx, [{ storeId, type: 'order.placed', subjectId: randomUUID() }])
      throw new Error('the order fell through')
    }),
  )
  t.strictSame(await tools.database.system('select 1 from events'), [])
  t.strictSame(tools.bells, [])
})

t.test('a failing listener holds up its own subject only, and its half-done work is undone', async (t) => {
  const tools = await openTools(t)
  const [bad, good] = [randomUUID(), randomUUID()]
  const told: string[] = []
  const listener: Listener = {
    name: 'fragile',
    types: ['thing.happened'],
    handle: async (ctx, event) => {
      await emit(ctx.tx, [{ storeId, type: 'thing.half-done', subjectId: event.subjectId }])
      if (event.subjectId === bad) throw new Error('not today')
      told.push(event.subjectId)
    },
  }
  await emitFacts(tools, bad, ['thing.happened', 'thing.happened'])
  await emitFacts(tools, good, ['thing.happened'])
  await tellAll(tools, [listener])
  t.strictSame(told, [good])
  const rows = await tools.database.system<{ attempts: number; last_error: string | null }>(
    `select attempts, last_error from events where subject_id = $1 order by id`,
    [bad],
  )
  t.strictSame(rows, [
    { attempts: 1, last_error: 'not today' },
    { attempts: 0, last_error: null },
  ])
  const halves = await tools.database.system(
    `select 1 from events where type = 'thing.half-done' and subject_id = $1`,
    [bad],
  )
  t.equal(halves.length, 0)
})

t.test('facts are told in the order in which their orders are locked, and of one order in its own', async (t) => {
  const tools = await openTools(t)
  const orders: string[] = [randomUUID(), randomUUID(), randomUUID()].toSorted()
  const told: string[] = []
  const listener: Listener = {
    name: 'scribe',
    types: ['parcel.moved'],
    handle: async (_ctx, { payload }) => {
      told.push(`${orders.indexOf(String(payload.orderId))}.${payload.n}`)
    },
  }
  const parcels = orders.map(() => randomUUID())
  for (const [n, order] of [2, 0, 1, 0, 2].entries()) {
    await tools.database.inStores([storeId], (tx) =>
      emit(tx, [
        { storeId, type: 'parcel.moved', subjectId: parcels[order] ?? '', payload: { orderId: orders[order], n } },
      ]),
    )
  }
  await tools.database.system('update events set shard = 0')
  await tellAll(tools, [listener])
  t.strictSame(told, ['0.1', '0.3', '1.2', '2.0', '2.4'])
})

t.test('a fact does not die of transactions that were in each other’s way', async (t) => {
  const tools = await openTools(t)
  let conflicts = 12
  const listener: Listener = {
    name: 'unlucky',
    types: ['thing.happened'],
    handle: async ({ tx }) => {
      conflicts -= 1
      if (conflicts >= 0) await tx.query(`do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`)
    },
  }
  await emitFacts(tools, randomUUID(), ['thing.happened'])
  for (let tries = 0; tries <= 12; tries += 1) {
    await tellAll(tools, [listener])
    await tools.database.system('update events set retry_at = null')
  }
  const [row] = await tools.database.system('select outcome, attempts from events')
  t.strictSame(row, { outcome: 'handled', attempts: 0 })
})

t.test('two workers never tell the facts of one subject out of order', async (t) => {
  const tools = await openTools(t)
  const told: unknown[] = []
  const gate = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  const listener: Listener = {
    name: 'slow',
    types: ['thing.happened'],
    handle: async (_ctx, { payload }) => {
      told.push(payload.n)
      began.resolve()
      await gate.promise
    },
  }
  const subject = randomUUID()
  await emitFacts(tools, subject, ['thing.happened'])
  const [one, other] = [eventRelay([listener]), eventRelay([listener])]
  const [shard = 0] = await one.waiting(tools)
  const first = one.run(shard, tools)
  await began.promise
  await emitFacts(tools, subject, ['thing.noted', 'thing.happened'])
  t.equal(await other.run(shard, tools), false, 'the second waits for its turn')
  t.strictSame(told, [0])
  gate.resolve()
  await first
  t.equal(await other.run(shard, tools), true)
  t.strictSame(told, [0, 1])
})
