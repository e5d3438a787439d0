import type { NoticeName } from '#modules/messaging/notices/facts.ts'
import { templatedNotices } from '#modules/messaging/notices/registry.ts'
import { type Retry, retryOf } from '#platform/graph/retry.rules.ts'
import type { StatusFact } from './status.rules.ts'

export type MessageState =
  | 'queued'
  | 'sending'
  | 'in_doubt'
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'canceled'

/** What statuses may change of a message. */
export type Progress = {
  state: MessageState
  attempts: number
  wamid: string | null
  sentAs: 'free_form' | 'template' | null
  errorCode: string | null
  errorDetails: string | null
  sentAt: Date | null
  deliveredAt: Date | null
  readAt: Date | null
  failedAt: Date | null
  pricingCategory: string | null
  pricingType: string | null
  /** Seconds before it may go again, when it is queued. */
  waitSeconds: number
}

/** What decides and does not change. */
export type Nature = { notice: NoticeName | null; mustArrive: boolean }

export type Step =
  | { outcome: 'applied'; progress: Progress; park?: Extract<Retry, { kind: 'park' }>['reason'] }
  | { outcome: `ignored:${string}` }

const ranks: Record<MessageState, number> = {
  queued: 0,
  sending: 1,
  in_doubt: 1,
  accepted: 2,
  failed: 3,
  canceled: 3,
  sent: 3,
  delivered: 4,
  read: 5,
}

/** A refusal that came late is worth this many attempts in all. */
const MAX_LATE_ATTEMPTS = 3
const LATE_RETRY_SECONDS = 30

/** What one status makes of a message: forward only, each time once, and never by an attempt that is over. */
export function takeStep(progress: Progress, fact: StatusFact, nature: Nature): Step {
  return fact.status === 'failed' ? failed(progress, fact, nature) : arrived(progress, fact, fact.status)
}

function arrived(progress: Progress, fact: StatusFact, status: 'sent' | 'delivered' | 'read'): Step {
  // `sent` may come after the `failed` that already made us try another way.
  if (status === 'sent' && progress.failedAt !== null && isOver(progress, fact))
    return { outcome: 'ignored:superseded' }
  const timed = { ...progress, ...timesOf(progress, fact, status), ...priceOf(progress, fact) }
  if (ranks[status] <= ranks[progress.state]) return { outcome: 'applied', progress: timed }
  const reached = { state: status, wamid: progress.wamid ?? fact.wamid, errorCode: null, errorDetails: null }
  return { outcome: 'applied', progress: { ...timed, ...reached } }
}

function timesOf({ sentAt, deliveredAt, readAt }: Progress, { at }: StatusFact, status: 'sent' | 'delivered' | 'read') {
  return {
    sentAt: status === 'sent' ? (sentAt ?? at) : sentAt,
    deliveredAt: status === 'delivered' ? (deliveredAt ?? at) : deliveredAt,
    readAt: status === 'read' ? (readAt ?? at) : readAt,
  }
}

function priceOf({ pricingCategory, pricingType }: Progress, { pricing }: StatusFact) {
  return { pricingCategory: pricing?.category ?? pricingCategory, pricingType: pricing?.type ?? pricingType }
}

function failed(progress: Progress, fact: StatusFact, nature: Nature): Step {
  if (progress.state === 'failed' || progress.state === 'canceled') return { outcome: 'ignored:known' }
  if (ranks[progress.state] >= ranks.delivered) return { outcome: 'ignored:failed-after-delivery' }
  if (isOver(progress, fact) && (progress.failedAt !== null || isEarlier(progress, fact))) {
    return { outcome: 'ignored:superseded' }
  }
  return afterFailure(progress, fact, nature)
}

function afterFailure(progress: Progress, fact: StatusFact, nature: Nature): Step {
  const retry = retryOf(errorOf(fact))
  const ended: Progress = {
    ...progress,
    wamid: progress.wamid ?? (fact.wamid || null),
    errorCode: String(fact.error?.code ?? 'unknown'),
    errorDetails: fact.error?.details ?? null,
    failedAt: fact.at,
    waitSeconds: 0,
  }
  if (retry.kind === 'park') return { outcome: 'applied', progress: again(ended), park: retry.reason }
  if (goesAgain(progress, retry, nature)) {
    const waitSeconds = retry.kind === 'template' ? 0 : LATE_RETRY_SECONDS
    return { outcome: 'applied', progress: { ...again(ended), waitSeconds } }
  }
  return { outcome: 'applied', progress: { ...ended, state: 'failed' } }
}

/** The next attempt gets a wamid of its own; statuses of this one are known by its callback data. */
function again(ended: Progress): Progress {
  return { ...ended, state: 'queued', wamid: null }
}

function goesAgain({ attempts, sentAs }: Progress, retry: Retry, { notice, mustArrive }: Nature): boolean {
  if (retry.kind === 'template') return sentAs !== 'template' && notice !== null && templatedNotices.includes(notice)
  if (retry.kind !== 'later' && retry.kind !== 'unsure') return false
  return mustArrive && attempts < MAX_LATE_ATTEMPTS
}

export function errorOf({ error }: StatusFact) {
  const { code, details } = error ?? { code: null, details: '' }
  return { code, details, subcode: null, httpStatus: 0, message: '', traceId: null, retryAfterMs: null }
}

/** Whether the fact speaks of an attempt that nothing is awaited from any more. */
function isOver(progress: Progress, fact: StatusFact): boolean {
  return isEarlier(progress, fact) || (progress.state === 'queued' && (fact.attempt ?? 0) <= progress.attempts)
}

function isEarlier({ attempts }: Progress, { attempt }: StatusFact): boolean {
  return attempt !== null && attempt < attempts
}
