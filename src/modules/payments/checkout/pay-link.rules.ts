export type LinkOrder = {
  readonly status: 'awaiting_payment' | 'placed' | 'on_hold' | 'completed' | 'canceled' | 'expired'
  readonly paymentMethod: 'card' | 'cash_on_delivery'
  readonly paymentStatus: string
  readonly createdAt: Date
  readonly holdExpiresAt: Date | null
}

export type LinkConditions = {
  readonly order: LinkOrder
  readonly store: { readonly status: 'active' | 'paused'; readonly cardPayments: boolean }
  readonly goodsHeld: boolean
  readonly priceChanged: boolean
  readonly now: Date
}

/** What a pay link leads to; all but `payable` are pages that say where things stand. */
export type LinkState =
  | 'payable'
  | 'paid'
  | 'cash'
  | 'expired'
  | 'canceled'
  | 'on_hold'
  | 'closed'
  | 'sold_out'
  | 'price_changed'

/** Whether an order may be paid by card now, judged anew at every visit of its link. */
export function judgePayLink(conditions: LinkConditions): LinkState {
  const { order, store, goodsHeld, priceChanged, now } = conditions
  if (order.status !== 'awaiting_payment') return endedState(order)
  if (order.holdExpiresAt !== null && order.holdExpiresAt <= now) return 'expired'
  if (store.status !== 'active' || !store.cardPayments) return 'closed'
  if (!goodsHeld) return 'sold_out'
  return priceChanged ? 'price_changed' : 'payable'
}

/** What there is to say of an order that no longer waits for a payment. */
export function endedState({ status, paymentMethod, paymentStatus }: LinkOrder): Exclude<LinkState, 'payable'> {
  if (status === 'canceled' || status === 'expired' || status === 'on_hold') return status
  return paymentMethod === 'cash_on_delivery' && paymentStatus === 'due_on_delivery' ? 'cash' : 'paid'
}

const minutes = 60_000
/** What a hold lasts beyond the session: time for Stripe's last word to reach us. */
const GRACE_MINUTES = 10
/** However often the link is opened, goods are not kept from others for longer than this many sessions. */
const MOST_SESSIONS = 3

/** Until when goods stay held once a session of this length is opened now. */
export function holdUntil(order: LinkOrder, sessionMinutes: number, now: Date): Date {
  const length = (sessionMinutes + GRACE_MINUTES) * minutes
  const latest = order.createdAt.getTime() + MOST_SESSIONS * length
  return new Date(Math.min(now.getTime() + length, latest))
}

/** A session with less time than this left is replaced rather than shown. */
const USABLE_MS = 60_000

export type OpenAttempt = { readonly amount: number; readonly currency: string; readonly expiresAt: Date }

export function stillUsable(
  attempt: OpenAttempt,
  order: { readonly total: number; readonly currency: string },
  now: Date,
): boolean {
  const sameCharge = attempt.amount === order.total && attempt.currency === order.currency
  return sameCharge && attempt.expiresAt.getTime() - now.getTime() > USABLE_MS
}

/** Stripe forgets idempotency keys after a day; a call is repeated with its key only well before that. */
const KEY_LIFE_MS = 23 * 60 * minutes

export function keyStillGood(attempt: { readonly createdAt: Date }, now: Date): boolean {
  return now.getTime() - attempt.createdAt.getTime() < KEY_LIFE_MS
}

/** Names of what looks at links on its own; apps whose own browser carries their name are people (Cubot is a phone). */
const previewAgents =
  /(?<!cu)bot\b|^whatsapp\/|facebookexternalhit|facebookcatalog|meta-external|google-|googleother|preview|crawler|spider|embedly|imgproxy/i

export type Visit = {
  readonly method: string
  readonly userAgent: string | undefined
  /** `Purpose`, `Sec-Purpose` or `X-Moz`: a browser that fetches ahead says so. */
  readonly purpose: string | undefined
}

/** Link previews, crawlers and prefetching look at links nobody has tapped; they must not start a payment. */
export function isPreview({ method, userAgent, purpose }: Visit): boolean {
  if (method === 'HEAD') return true
  if (purpose !== undefined && /prefetch|preview|prerender/i.test(purpose)) return true
  return userAgent !== undefined && previewAgents.test(userAgent)
}
