import { writeSync } from 'node:fs'

/** The places in the code where a crash is most likely to hurt; a run of the fault suite dies at each of them. */
export const crashPoints = [
  'inbox.received',
  'inbox.verified',
  'inbox.before_commit',
  'inbox.after_commit',
  'inbox.after_bell',
  'inbox.before_reply',
  'conversation.claimed',
  'conversation.loaded',
  'conversation.after_rules',
  'conversation.before_commit',
  'conversation.after_commit',
  'conversation.dead_marked',
  'events.before_commit',
  'events.after_commit',
  'outbox.sending_committed',
  'outbox.graph_before',
  'outbox.graph_after_accept',
  'outbox.before_sent_commit',
  'outbox.after_sent_commit',
  'outbox.doubt_window_fired',
  'statuses.before_commit',
  'payments.attempt_committed',
  'payments.stripe_before',
  'payments.stripe_after_create',
  'payments.url_saved',
  'payments.hook_stored',
  'payments.hook_fetched',
  'payments.paid_before_commit',
  'payments.paid_after_commit',
  'payments.refund_before',
  'payments.refund_after',
  'orders.reserve_before_commit',
  'orders.expire_claimed',
  'orders.expire_asked_stripe',
  'orders.expire_committed',
  'catalog.batch_built',
  'catalog.batch_sent',
  'catalog.handle_saved',
  'catalog.status_read',
  'api.before_commit',
  'api.after_commit',
  'schedule.claimed',
  'schedule.effect_committed',
  'schedule.advanced',
] as const

export type CrashPoint = (typeof crashPoints)[number]

/** Die when this point is reached for the nth time, counting from 1. */
export type CrashPlan = { point: CrashPoint; nth: number }

const left = new Map<CrashPoint, number>()
let dieAt = killThisProcess

/** Makes this process die at whichever of these comes first; none, the rule, makes every point nothing. */
export function armCrashPoints(plans: readonly CrashPlan[], die = killThisProcess): void {
  left.clear()
  for (const { point, nth } of plans) left.set(point, nth)
  dieAt = die
}

/** Stands where a process might die; does so when it was armed for here. */
export function crashPoint(point: CrashPoint): void {
  if (left.size === 0) return
  const hits = left.get(point)
  if (hits === undefined) return
  left.set(point, hits - 1)
  if (hits === 1) dieAt(point)
}

/** Reads `point:nth`, or several with commas between them; null when one of them is no such thing. */
export function readCrashPlans(text: string): CrashPlan[] | null {
  const plans = text.split(',').map(readCrashPlan)
  return plans.includes(null) ? null : plans.filter((plan) => plan !== null)
}

function readCrashPlan(text: string): CrashPlan | null {
  const [name, count = '', ...rest] = text.split(':')
  const point = crashPoints.find((known) => known === name)
  const nth = Number(count)
  return point === undefined || rest.length > 0 || !Number.isSafeInteger(nth) || nth < 1 ? null : { point, nth }
}

/** As the kernel would: no handler runs, no buffer is flushed. The word about it goes out by itself. */
function killThisProcess(point: CrashPoint): void {
  writeSync(2, `crash point ${point}\n`)
  process.kill(process.pid, 'SIGKILL')
}
