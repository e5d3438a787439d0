import { appendLedger } from '#modules/payments/ledger/ledger.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Database, Statement } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { LEASE_SECONDS } from '#platform/leases.ts'
import type { RefundableCharge, RefundReason, RefundState } from './refund.rules.ts'

export type Refund = {
  id: string
  storeId: string
  orderId: string
  attemptId: string | null
  amount: number
  currency: string
  reason: RefundReason
  state: RefundState
  requestKey: string
  externalId: string | null
  attempts: number
  lastError: string | null
  createdAt: Date
  closedAt: Date | null
}

export type RefundDecision = {
  orderId: string
  attemptId: string
  amount: number
  currency: string
  reason: RefundReason
  /** Equal keys are one decision, however often it is reached; it is also the key of the call to Stripe. */
  requestKey: string
  evidence: Record<string, unknown>
}

/**
 * Decides that money goes back and tells of it; the refund worker carries it out after looking again. Null when the
 * same decision stands already. Call it under the order's lock.
 */
export async function decideRefund(ctx: StoreContext, decision: RefundDecision): Promise<Refund | null> {
  const refund = await insertRefund(ctx, { ...decision, state: 'decided', externalId: null })
  if (refund === null) return null
  await appendLedger(ctx, {
    orderId: decision.orderId,
    attemptId: decision.attemptId,
    kind: 'refund_requested',
    amount: decision.amount,
    currency: decision.currency,
    provider: 'stripe',
    externalId: refund.id,
  })
  await announceRefund(ctx, refund, decision.evidence.event)
  return refund
}

export type NewRefund = Omit<RefundDecision, 'attemptId'> & {
  attemptId: string | null
  state: RefundState
  externalId: string | null
}

export async function insertRefund(ctx: StoreContext, refund: NewRefund): Promise<Refund | null> {
  const [row] = await ctx.tx.query<Refund>(INSERT, [
    ctx.newId(),
    ctx.storeId,
    refund.orderId,
    refund.attemptId,
    refund.amount,
    refund.currency,
    refund.reason,
    refund.state,
    refund.requestKey,
    refund.externalId,
    JSON.stringify(refund.evidence),
    ctx.now(),
  ])
  return row ?? null
}

/** The shopper hears of a refund once, when it is decided, whoever decided it; `cause` is the event it follows from. */
export async function announceRefund(ctx: StoreContext, refund: Refund, cause: unknown = null): Promise<void> {
  const { id: refundId, reason, amount, currency } = refund
  const payload = { refundId, reason, amount, currency, cause }
  await emit(ctx.tx, [{ storeId: ctx.storeId, type: 'refund.decided', subjectId: refund.orderId, payload }])
}

/** The order's refunds, oldest first. */
export function readRefunds(ctx: Pick<StoreContext, 'tx' | 'storeId'>, orderId: string): Promise<Refund[]> {
  return ctx.tx.query<Refund>(BY_ORDER, [ctx.storeId, orderId])
}

export type RefundKey = { refundId: string | null; externalId: string | null }

/** By our own id when the refund carries it, else by Stripe's. */
export async function findRefund(ctx: StoreContext, key: RefundKey): Promise<Refund | null> {
  const [row] = await ctx.tx.query<Refund>(FIND, [ctx.storeId, key.refundId, key.externalId])
  return row ?? null
}

/** Card payments of an order with what refunds have taken or will take from them, oldest first. */
export function readCharges(ctx: StoreContext, orderId: string): Promise<RefundableCharge[]> {
  return ctx.tx.query<RefundableCharge>(CHARGES, [ctx.storeId, orderId])
}

export type RefundChange = {
  state: RefundState
  externalId?: string | null
  lastError?: string | null
  /** Seconds from now, by PostgreSQL's clock; null for never. */
  retryInSeconds?: number | null
}

export async function changeRefund(ctx: StoreContext, id: string, change: RefundChange): Promise<void> {
  await ctx.tx.query(CHANGE, [
    ctx.storeId,
    id,
    change.state,
    change.externalId ?? null,
    change.lastError ?? null,
    change.retryInSeconds ?? null,
    ctx.now(),
  ])
}

export type ClaimedRefund = { id: string; storeId: string; orderId: string; attempts: number }

/** Takes refunds whose call is due, marked `sending` before any call; a worker that dies leaves them to the lease. */
export function claimRefunds(database: Database, limit: number): Promise<ClaimedRefund[]> {
  return database.system<ClaimedRefund>(CLAIM, [limit, LEASE_SECONDS])
}

/** Makes claimed refunds stay claimed; one that was decided anew or taken by another worker is left alone. */
export function renewRefunds(database: Database, claimed: readonly ClaimedRefund[]): Promise<unknown> {
  return database.system(RENEW, [claimed.map(({ id }) => id), claimed.map(({ attempts }) => attempts), LEASE_SECONDS])
}

/** Refunds that Stripe has under way and that were not asked about for an hour. */
export function pendingRefunds(
  database: Database,
  limit: number,
): Promise<{ id: string; storeId: string; externalId: string }[]> {
  return database.system(PENDING, [limit])
}

const COLUMNS = `id, store_id as "storeId", order_id as "orderId", attempt_id as "attemptId", amount, currency, reason,
  state, request_key as "requestKey", external_id as "externalId", attempts, last_error as "lastError",
  created_at as "createdAt", closed_at as "closedAt"`

const INSERT: Statement = {
  name: 'refund_insert',
  text: `insert into refunds (id, store_id, order_id, attempt_id, amount, currency, reason, state, request_key,
      external_id, evidence, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict do nothing returning ${COLUMNS}`,
}

const BY_ORDER: Statement = {
  name: 'refunds_by_order',
  text: `select ${COLUMNS} from refunds where store_id = $1 and order_id = $2 order by created_at, id`,
}

const FIND: Statement = {
  name: 'refund_find',
  text: `select ${COLUMNS} from refunds
    where store_id = $1 and (id = $2::uuid or external_id = $3::text) order by id = $2::uuid desc nulls last limit 1`,
}

const CHARGES: Statement = {
  name: 'refundable_charges',
  text: `select l.attempt_id as "attemptId", sum(l.amount)::bigint as charged, coalesce(
        (select sum(r.amount) from refunds r
          where r.store_id = $1 and r.attempt_id = l.attempt_id and r.state <> 'failed'), 0)::bigint as refunded
    from payment_ledger l
    where l.store_id = $1 and l.order_id = $2 and l.kind = 'charge' and l.attempt_id is not null
    group by l.attempt_id order by min(l.at), l.attempt_id`,
}

const CHANGE: Statement = {
  name: 'refund_change',
  text: `update refunds set state = $3, external_id = coalesce(external_id, $4), last_error = $5,
      retry_at = clock_timestamp() + make_interval(secs => $6::double precision),
      closed_at = case when $3 in ('succeeded', 'failed') then $7::timestamptz end
    where store_id = $1 and id = $2`,
}

const CLAIM: Statement = {
  name: 'refunds_claim',
  text: `update refunds set state = 'sending', attempts = attempts + 1,
      retry_at = clock_timestamp() + make_interval(secs => $2)
    where id in (
      select id from refunds
      where state in ('decided', 'sending', 'in_doubt') and coalesce(retry_at, '-infinity') <= clock_timestamp()
      order by id limit $1 for update skip locked)
    returning id, store_id as "storeId", order_id as "orderId", attempts`,
}

const RENEW: Statement = {
  name: 'refunds_renew',
  text: `update refunds r set retry_at = clock_timestamp() + make_interval(secs => $3)
    from unnest($1::uuid[], $2::smallint[]) as held (id, attempts)
    where r.id = held.id and r.attempts = held.attempts and r.state = 'sending'`,
}

const PENDING: Statement = {
  name: 'refunds_pending',
  text: `update refunds set retry_at = clock_timestamp() + interval '1 hour'
    where id in (
      select id from refunds
      where state = 'pending' and external_id is not null and coalesce(retry_at, '-infinity') <= clock_timestamp()
      order by id limit $1 for update skip locked)
    returning id, store_id as "storeId", external_id as "externalId"`,
}
