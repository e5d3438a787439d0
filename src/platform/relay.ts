import type { Actor, StoreContext } from './context.ts'
import { crashPoint } from './crash-point.ts'
import type { Statement, Tx } from './db.ts'
import type { StoredEvent } from './events.ts'
import { isPassingTrouble } from './passing-trouble.ts'
import { shardsOfLane } from './shards.ts'
import type { Drain, WorkTools } from './work.ts'

/** Acts on past facts, in the transaction that marks them handled: its effects happen once. No network. */
export type Listener = {
  readonly name: string
  readonly types: readonly string[]
  handle(ctx: StoreContext, event: StoredEvent): Promise<void>
  /** The same for many facts of one type, their stores mixed, all or none; when it fails they are told one by one. */
  handleAll?(ctx: BatchContext, events: readonly StoredEvent[]): Promise<void>
}

/** Open to all the stores of a batch of facts. */
export type BatchContext = Omit<StoreContext, 'storeId'>

const LANES = 1
/** Each shard of a lane gives this many. */
const BATCH = 50
/** A storm of orders is told in batches of some size; a lone fact at once. */
const GATHER_MS = 50
const MAX_ATTEMPTS = 8

/**
 * Orders are locked by their ids, so they are told of by them, as two relays would otherwise wait for each other. Of one
 * subject the order stays as it was.
 */
function inOrderOfLocks<Event extends StoredEvent>(events: readonly Event[]): Event[] {
  const locks = new Map<string, string>()
  for (const { subjectId, payload } of events) {
    const lock = typeof payload.orderId === 'string' ? payload.orderId : subjectId
    if (!locks.has(subjectId)) locks.set(subjectId, lock)
  }
  const lockOf = ({ subjectId }: Event) => locks.get(subjectId) ?? subjectId
  return events.toSorted((one, other) => compare(lockOf(one), lockOf(other)) || one.id - other.id)
}

/** As PostgreSQL compares two uuids. */
function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/**
 * Tells every listener of every event, in order per subject however many workers there are; a failing event waits and
 * holds up only its subject.
 */
export function eventRelay(listeners: readonly Listener[]): Drain {
  const byType = new Map<string, Listener[]>()
  for (const listener of listeners) {
    for (const type of listener.types) byType.set(type, [...(byType.get(type) ?? []), listener])
  }
  return {
    name: 'events',
    lanes: LANES,
    gatherMs: GATHER_MS,
    waiting: async ({ database }) => (await database.system<{ shard: number }>(WAITING)).map((row) => row.shard),
    async run(lane, tools) {
      const shards = shardsOfLane(lane, LANES)
      const told = await tools.database.asSystem((tx) => tellBatch(tx, { shards, byType, tools }))
      if (told) crashPoint('events.after_commit')
      return told
    },
  }
}

type Telling = { shards: readonly number[]; byType: ReadonlyMap<string, Listener[]>; tools: WorkTools }
type Due = StoredEvent & { attempts: number }

async function tellBatch(tx: Tx, telling: Telling): Promise<boolean> {
  // Another worker must not tell the second event of a subject while this one tells the first.
  const turns = await tx.query<{ shard: number }>(TAKE_TURNS, [telling.shards])
  const ours = turns.map(({ shard }) => shard)
  const events = ours.length > 0 ? await tx.query<Due>(CLAIM, [ours, BATCH]) : []
  if (events.length === 0) return false
  const told: Due[] = []
  const heldUp = new Set<string>()
  for (const group of groupsOf(inOrderOfLocks(events), telling)) {
    if (await tellGroup(tx, { group, telling })) told.push(...group)
    else told.push(...(await tellEach(tx, { group, telling, heldUp })))
  }
  await tx.query(LEAVE)
  await tx.query(HANDLED, [
    told.map(({ id }) => id),
    told.map(({ type }) => (telling.byType.has(type) ? 'handled' : 'unheard')),
  ])
  crashPoint('events.before_commit')
  return true
}

/** Neighbors of one type about different subjects are told together when all who listen can hear many. */
function groupsOf(events: readonly Due[], { byType }: Telling): Due[][] {
  const often = new Set(events.map(({ subjectId }) => subjectId).filter((id, n, all) => all.indexOf(id) !== n))
  const mayJoin = ({ type, subjectId }: Due) =>
    !often.has(subjectId) && (byType.get(type) ?? []).every(({ handleAll }) => handleAll !== undefined)
  const groups: Due[][] = []
  for (const event of events) {
    const last = groups.at(-1)
    if (last?.[0]?.type === event.type && last.every(mayJoin) && mayJoin(event)) last.push(event)
    else groups.push([event])
  }
  return groups
}

type Group = { group: readonly Due[]; telling: Telling }

/** False when nothing came of it, so that each is to be told by itself. */
async function tellGroup(tx: Tx, { group, telling }: Group): Promise<boolean> {
  const [first] = group
  if (first === undefined || group.length === 1) return false
  await tx.query('savepoint telling_many')
  try {
    await tx.query(ENTER, [`{${[...new Set(group.map(({ storeId }) => storeId))].join(',')}}`])
    const { now, newId } = telling.tools.environment
    const ctx: BatchContext = { tx, actor: RELAY, now, newId }
    for (const listener of telling.byType.get(first.type) ?? []) await listener.handleAll?.(ctx, group)
    return true
  } catch (error) {
    await tx.query('rollback to savepoint telling_many')
    telling.tools.log.warn({ event: first.type, events: group.length, error: String(error) }, 'telling one by one')
    return false
  }
}

async function tellEach(tx: Tx, { group, telling, heldUp }: Group & { heldUp: Set<string> }): Promise<Due[]> {
  const told: Due[] = []
  for (const event of group) {
    if (heldUp.has(event.subjectId)) continue
    if (await tellOne(tx, { event, telling })) told.push(event)
    else heldUp.add(event.subjectId)
  }
  return told
}

async function tellOne(tx: Tx, { event, telling }: { event: Due; telling: Telling }): Promise<boolean> {
  const listeners = telling.byType.get(event.type) ?? []
  if (listeners.length === 0) return true
  await tx.query('savepoint telling')
  try {
    await tx.query(ENTER, [`{${event.storeId}}`])
    const ctx = contextFor(tx, { event, telling })
    for (const listener of listeners) await listener.handle(ctx, event)
    return true
  } catch (error) {
    await tx.query('rollback to savepoint telling')
    const message = error instanceof Error ? error.message : String(error)
    telling.tools.log.error({ event: event.type, eventId: event.id, error: message }, 'a listener failed')
    // The savepoint brings back the wall of the event before.
    await tx.query(LEAVE)
    await tx.query(FAILED, [event.id, message.slice(0, 500), MAX_ATTEMPTS, isPassingTrouble(error) ? 0 : 1])
    return false
  }
}

function contextFor(tx: Tx, { event, telling }: { event: StoredEvent; telling: Telling }): StoreContext {
  const { now, newId } = telling.tools.environment
  return { tx, storeId: event.storeId, actor: RELAY, now, newId }
}

const RELAY: Actor = { kind: 'system', id: 'relay' }

const WAITING: Statement = {
  name: 'events_waiting',
  text: `select distinct shard from events
    where outcome is null and coalesce(retry_at, created_at) <= clock_timestamp()`,
}

// A statement of its own: the claim's snapshot is then younger than whatever the last holder of the turn wrote.
const TAKE_TURNS: Statement = {
  name: 'events_take_turns',
  text: `select s.shard from unnest($1::smallint[]) as s (shard) where pg_try_advisory_xact_lock(4243, s.shard::int)`,
}

const CLAIM: Statement = {
  name: 'events_claim',
  text: `select due.* from unnest($1::smallint[]) as s (shard) cross join lateral (
      select id, store_id as "storeId", type, subject_id as "subjectId", payload, created_at as "createdAt", attempts
      from events e
      where shard = s.shard and outcome is null and coalesce(retry_at, created_at) <= clock_timestamp()
        and not exists (select 1 from events earlier
          where earlier.shard = e.shard and earlier.outcome is null and earlier.subject_id = e.subject_id
            and earlier.id < e.id and earlier.retry_at > clock_timestamp())
      order by id limit $2 for update skip locked) due
    order by due.id`,
}

const ENTER: Statement = {
  name: 'events_enter',
  text: `select set_config('role', 'dukkan_app', true), set_config('dukkan.stores', $1, true)`,
}
const LEAVE: Statement = { name: 'events_leave', text: `select set_config('role', 'dukkan_system', true)` }

const HANDLED: Statement = {
  name: 'events_handled',
  text: `update events e set outcome = told.outcome, outcome_at = clock_timestamp()
    from unnest($1::bigint[], $2::text[]) as told (id, outcome) where e.id = told.id`,
}

const FAILED: Statement = {
  name: 'events_failed',
  text: `update events set attempts = attempts + $4::int, last_error = $2,
      retry_at = clock_timestamp() + make_interval(secs => least(power(2, attempts), 300)),
      outcome = case when attempts + $4 >= $3 then 'dead' end,
      outcome_at = case when attempts + $4 >= $3 then clock_timestamp() end
    where id = $1`,
}
