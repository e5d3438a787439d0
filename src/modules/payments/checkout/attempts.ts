import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'

export type AttemptState = 'creating' | 'open' | 'processing' | 'paid' | 'expired' | 'failed' | 'superseded'

/** One try at paying an order: at most one Checkout Session, made with one idempotency key. */
export type Attempt = {
  id: string
  storeId: string
  orderId: string
  attempt: number
  state: AttemptState
  amount: number
  currency: string
  idempotencyKey: string
  sessionId: string | null
  paymentIntentId: string | null
  url: string | null
  expiresAt: Date
  declines: number
  checkedAt: Date | null
  createdAt: Date
  closedAt: Date | null
}

/** Null when this store has no such attempt. */
export async function readAttempt(ctx: StoreContext, id: string): Promise<Attempt | null> {
  const [row] = await ctx.tx.query<Attempt>(READ_ONE, [ctx.storeId, id])
  return row ?? null
}

/** All attempts of an order, oldest first. Call it under the order's lock: whoever changes them holds it. */
export function readAttempts(ctx: StoreContext, orderId: string): Promise<Attempt[]> {
  return ctx.tx.query<Attempt>(READ, [ctx.storeId, orderId])
}

/** The attempt behind a payment intent; refunds and disputes lead back to nothing else. */
export async function findAttemptByIntent(ctx: StoreContext, intentId: string): Promise<Attempt | null> {
  const [row] = await ctx.tx.query<Attempt>(BY_INTENT, [ctx.storeId, intentId])
  return row ?? null
}

export type NewAttempt = Pick<Attempt, 'id' | 'orderId' | 'attempt' | 'amount' | 'currency' | 'expiresAt'>

export async function insertAttempt(ctx: StoreContext, attempt: NewAttempt): Promise<void> {
  await ctx.tx.query(INSERT, [
    attempt.id,
    ctx.storeId,
    attempt.orderId,
    attempt.attempt,
    attempt.amount,
    attempt.currency,
    keyOf(attempt),
    attempt.expiresAt,
    ctx.now(),
  ])
}

/** The idempotency key of an attempt's call to Stripe; it never changes and never serves another attempt. */
export function keyOf({ orderId, attempt }: Pick<Attempt, 'orderId' | 'attempt'>): string {
  return `co:${orderId}:${attempt}`
}

export type AttemptChange = {
  state: AttemptState
  sessionId?: string | null
  paymentIntentId?: string | null
  url?: string | null
  expiresAt?: Date
  /** Nothing of this attempt is left to do at Stripe. */
  closed?: boolean
}

/** Writes what was learned; a session or intent once known is never forgotten. */
export async function changeAttempt(ctx: StoreContext, id: string, change: AttemptChange): Promise<void> {
  await ctx.tx.query(CHANGE, [
    ctx.storeId,
    id,
    change.state,
    change.sessionId ?? null,
    change.paymentIntentId ?? null,
    change.url ?? null,
    change.expiresAt ?? null,
    ctx.now(),
    change.closed ?? false,
  ])
}

/** Counts a declined card; true for the first one of the attempt. */
export async function countDecline(ctx: StoreContext, id: string, intentId: string): Promise<boolean> {
  const [row] = await ctx.tx.query<{ declines: number }>(DECLINE, [ctx.storeId, id, intentId])
  return row?.declines === 1
}

const COLUMNS = `id, store_id as "storeId", order_id as "orderId", attempt, state, amount, currency,
  idempotency_key as "idempotencyKey", session_id as "sessionId", payment_intent_id as "paymentIntentId", url,
  expires_at as "expiresAt", declines, checked_at as "checkedAt", created_at as "createdAt", closed_at as "closedAt"`

const READ_ONE: Statement = {
  name: 'attempt_read',
  text: `select ${COLUMNS} from payment_attempts where store_id = $1 and id = $2`,
}

const READ: Statement = {
  name: 'attempts_read',
  text: `select ${COLUMNS} from payment_attempts where store_id = $1 and order_id = $2 order by attempt`,
}

const BY_INTENT: Statement = {
  name: 'attempt_by_intent',
  text: `select ${COLUMNS} from payment_attempts where store_id = $1 and payment_intent_id = $2`,
}

const INSERT: Statement = {
  name: 'attempt_insert',
  text: `insert into payment_attempts
      (id, store_id, order_id, attempt, state, amount, currency, idempotency_key, expires_at, created_at)
    values ($1, $2, $3, $4, 'creating', $5, $6, $7, $8, $9)`,
}

const CHANGE: Statement = {
  name: 'attempt_change',
  text: `update payment_attempts set state = $3, session_id = coalesce(session_id, $4),
      payment_intent_id = coalesce($5, payment_intent_id), url = coalesce($6, url),
      expires_at = coalesce($7, expires_at), checked_at = $8,
      closed_at = case when $9 then coalesce(closed_at, $8) else closed_at end
    where store_id = $1 and id = $2`,
}

const DECLINE: Statement = {
  name: 'attempt_decline',
  text: `update payment_attempts set declines = declines + 1, payment_intent_id = coalesce(payment_intent_id, $3)
    where store_id = $1 and id = $2 and state in ('creating', 'open') returning declines`,
}
