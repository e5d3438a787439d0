import type { BatchAnswer, BatchStatus } from '#platform/graph/catalog.ts'
import type { GraphResult } from '#platform/graph/result.ts'
import type { ItemFault } from './batches.ts'
import { type Trouble, troubleOf } from './trouble.ts'

export type Submission =
  | { kind: 'queued'; handles: readonly string[]; faults: readonly ItemFault[] }
  | { kind: 'trouble'; trouble: Trouble; faults: readonly ItemFault[] }

const NOTHING_TAKEN_MS = 60_000

/** What handing a batch over has come to; 200 says only that it was queued. */
export function judgeSubmission(result: GraphResult<BatchAnswer>): Submission {
  if (result.kind !== 'ok') return { kind: 'trouble', trouble: troubleOf(result), faults: [] }
  const { handles, validation_status } = result.value
  const faults = validation_status
    .filter(({ errors }) => errors.length > 0)
    .map(({ retailer_id, errors }) => ({ retailerId: retailer_id, messages: errors.map(({ message }) => message) }))
  if (handles.length > 0) return { kind: 'queued', handles, faults }
  return { kind: 'trouble', trouble: ownTrouble('nothing was taken', NOTHING_TAKEN_MS), faults }
}

export type Progress =
  | { kind: 'working' }
  | { kind: 'finished'; faults: readonly ItemFault[] }
  /** Nobody knows what became of it: do it again. */
  | { kind: 'lost'; trouble: Trouble }
  /** The question failed, not the batch. */
  | { kind: 'unasked'; trouble: Trouble }

/** Graph's code for an object or a handle it does not know (any more). */
const UNKNOWN_OBJECT = 100

/** How far one handle is. `finished` may hold errors, and only the ids are listed in full. */
export function judgeProgress(result: GraphResult<BatchStatus>): Progress {
  if (result.kind !== 'ok') {
    const trouble = troubleOf(result)
    return trouble.code === UNKNOWN_OBJECT ? lost('Meta forgot the batch', 0) : { kind: 'unasked', trouble }
  }
  if (result.value === null) return lost('Meta forgot the batch', 0)
  const { status } = result.value
  if (status === 'finished') return finished(result.value)
  if (status === 'canceled' || status === 'error') return lost(`the batch ended as ${status}`, NOTHING_TAKEN_MS)
  return { kind: 'working' }
}

/** As if Meta had lost it: it should have ended long ago. */
export function lost(reason: string, retryMs: number): Progress {
  return { kind: 'lost', trouble: { ...ownTrouble(reason, retryMs), certain: false } }
}

function finished(status: NonNullable<BatchStatus>): Progress {
  const { errors, errors_total_count, ids_of_invalid_requests } = status
  const byId = Map.groupBy(errors, ({ id }) => id ?? '')
  const ids = new Set([...ids_of_invalid_requests, ...byId.keys()].filter((id) => id !== ''))
  // More errors than names: which items failed is not known, so none counts as done.
  if (ids.size === 0 && errors_total_count > 0) return lost('errors without names', NOTHING_TAKEN_MS)
  const faults = [...ids].map((retailerId) => ({ retailerId, messages: messagesOf(byId.get(retailerId)) }))
  return { kind: 'finished', faults }
}

function messagesOf(errors: readonly { message: string }[] | undefined): string[] {
  return errors?.map(({ message }) => message) ?? ['Meta refused the item without saying why.']
}

function ownTrouble(reason: string, retryMs: number): Trouble {
  return { reason, certain: true, retryMs, throttled: false, problem: null, code: null }
}
