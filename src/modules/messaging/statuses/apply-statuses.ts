import { laneOf, SENDER } from '#modules/messaging/lanes.ts'
import { troubleOf } from '#modules/messaging/sender/troubles.ts'
import { parkSending, raiseProblem } from '#modules/stores/index.ts'
import type { Environment } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { retryOf } from '#platform/graph/retry.rules.ts'
import { errorOf, type Progress, type Step, takeStep } from './progress.ts'
import { readStatus, type StatusFact } from './status.rules.ts'
import { lockTargets, type Target, writeTargets } from './targets.ts'

/** A status as it lies in the inbox. */
export type StoredStatus = { id: number; storeId: string | null; body: unknown; receivedAt: Date }

/** Null when the message it speaks of is not known yet. */
export type StatusOutcome = { id: number; outcome: string | null }

type Reading = { stored: StoredStatus; fact: StatusFact }

/** Brings the messages forward by a batch of statuses, in the order of arrival; says what became of each status. */
export async function applyStatuses(
  tx: Tx,
  batch: readonly StoredStatus[],
  environment: Environment,
): Promise<StatusOutcome[]> {
  const readings = batch.map((stored) => ({ stored, reading: readStatus(stored.body, stored.receivedAt) }))
  const facts = readings.flatMap(({ reading }) => ('fact' in reading ? [reading.fact] : []))
  const desk = new StatusDesk(await lockTargets(tx, facts))
  const outcomes = readings.map(({ stored, reading }) => ({
    id: stored.id,
    outcome: 'fact' in reading ? desk.take({ stored, fact: reading.fact }) : `ignored:${reading.ignored}`,
  }))
  await writeTargets(tx, desk.changed())
  for (const { shard } of desk.freed()) tx.ring(SENDER, laneOf(shard))
  await desk.report(tx, environment)
  return outcomes
}

type Trouble = { target: Target; fact: StatusFact; park: Extract<Step, { outcome: 'applied' }>['park'] }

/** The locked messages of a batch, while its statuses are worked into them one by one. */
class StatusDesk {
  readonly #before: ReadonlyMap<string, Target>
  readonly #now: Map<string, Target>
  readonly #byWamid: Map<string, string>
  readonly #troubles: Trouble[] = []

  constructor(targets: readonly Target[]) {
    this.#before = new Map(targets.map((target) => [target.id, target]))
    this.#now = new Map(this.#before)
    this.#byWamid = new Map(targets.flatMap(({ wamid, id }) => (wamid === null ? [] : [[wamid, id] as const])))
  }

  take({ stored, fact }: Reading): string | null {
    const target = this.#now.get(fact.messageId ?? this.#byWamid.get(fact.wamid) ?? '')
    // A message of another store under this number would be somebody else's to touch.
    if (target === undefined || (stored.storeId !== null && stored.storeId !== target.storeId)) return null
    const step = takeStep(target, fact, target)
    if (step.outcome !== 'applied') return step.outcome
    this.#now.set(target.id, { ...target, ...step.progress })
    if (fact.status === 'failed') this.#troubles.push({ target, fact, park: step.park })
    return step.outcome
  }

  changed(): Target[] {
    return [...this.#now.values()].filter((target) => target !== this.#before.get(target.id))
  }

  /** Those that kept their shopper waiting and do so no longer, or may go again. */
  freed(): Target[] {
    return this.changed()
      .filter((target) => isOpen(this.#before.get(target.id)) && target.state !== 'sending')
      .concat(this.changed().filter((target) => target.state === 'queued'))
  }

  async report(tx: Tx, { newId, now }: Environment): Promise<void> {
    for (const { target, fact, park } of this.#troubles.toSorted(byStore)) {
      const parked = park === undefined || (await parkSending(tx, target.storeId, park))
      const trouble = troubleOf(errorOf(fact), retryOf(errorOf(fact)))
      if (trouble !== null && parked) await raiseProblem(tx, target.storeId, { id: newId(), ...trouble, now: now() })
    }
  }
}

function isOpen(target: Progress | undefined): boolean {
  return target !== undefined && ['queued', 'sending', 'in_doubt'].includes(target.state)
}

function byStore(one: Trouble, other: Trouble): number {
  return one.target.storeId < other.target.storeId ? -1 : Number(one.target.storeId > other.target.storeId)
}
