import type { Content } from '#modules/messaging/content.ts'
import type { Retry } from '#platform/graph/retry.rules.ts'
import type { Claimed } from './claim.ts'

/** What becomes of the row. */
export type Change = {
  id: string
  attempt: number
  state: 'accepted' | 'queued' | 'in_doubt' | 'failed' | 'canceled'
  wamid?: string
  sentAs?: 'free_form' | 'template'
  body?: Record<string, unknown>
  code?: string
  details?: string
  traceId?: string | null
  /** Queued again, but not before this long. */
  waitMs?: number
  /** How long the answer may still come by webhook. */
  doubtMs?: number
  /** The attempt did not take place: Meta never had it, or took none of it. */
  uncounted?: boolean
  content?: Content
}

export type StoreTrouble = { code: string; subject?: string; details: Record<string, unknown>; fix: string }

/** Everything one attempt leads to. */
export type Aftermath = {
  claimed: Claimed
  change: Change
  /** Nothing of this number goes for so long; 0 leaves it to the number's own growing pauses. */
  pauseNumberMs?: number
  /** Nothing to this shopper goes for 4, 16, 64 … seconds. */
  pausePair?: boolean
  /** Nothing of this store goes until somebody acts. */
  park?: Extract<Retry, { kind: 'park' }>['reason']
  template?: { name: string; language: string; status: string }
  trouble?: StoreTrouble
}
