import { dueOf, requireOrder } from '#modules/orders/index.ts'
import { actorName, type StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { type LedgerEntry, type LedgerKind, paymentStatusOf } from './ledger.rules.ts'

export type LedgerDraft = {
  orderId: string
  attemptId: string | null
  kind: LedgerKind
  amount: number
  currency: string
  provider: 'stripe' | 'cash'
  /** The provider's name for this one fact; a second report of it changes nothing. */
  externalId: string
}

export type LedgerRow = LedgerEntry & { attemptId: string | null; currency: string; provider: string; at: Date }

/** Adds a fact to the ledger; false when it was there already. Follow with `refreshPaymentStatus`. */
export async function appendLedger(ctx: StoreContext, draft: LedgerDraft): Promise<boolean> {
  const added = await ctx.tx.run(APPEND, [
    ctx.newId(),
    ctx.storeId,
    draft.orderId,
    draft.attemptId,
    draft.kind,
    draft.amount,
    draft.currency,
    draft.provider,
    draft.externalId,
    ctx.now(),
  ])
  return added > 0
}

export function readLedger(ctx: Pick<StoreContext, 'tx' | 'storeId'>, orderId: string): Promise<LedgerRow[]> {
  return ctx.tx.query<LedgerRow>(READ, [ctx.storeId, orderId])
}

/** Brings an order's payment status in line with its ledger, with a history row. Call it under the order's lock. */
export async function refreshPaymentStatus(
  ctx: StoreContext,
  orderId: string,
  reason: string | null = null,
): Promise<void> {
  const order = await requireOrder(ctx, orderId)
  const status = paymentStatusOf(await readLedger(ctx, orderId), { total: dueOf(order) })
  if (status === order.paymentStatus) return
  const actor = actorName(ctx.actor)
  await ctx.tx.query(REFRESH, [ctx.storeId, orderId, status, ctx.now()])
  await ctx.tx.query(HISTORY, [ctx.storeId, orderId, order.paymentStatus, status, actor, reason, ctx.now()])
}

const APPEND: Statement = {
  name: 'ledger_append',
  text: `insert into payment_ledger
      (id, store_id, order_id, attempt_id, kind, amount, currency, provider, external_id, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (provider, kind, external_id) do nothing`,
}

const READ: Statement = {
  name: 'ledger_read',
  text: `select kind, amount, currency, provider, external_id as "externalId", attempt_id as "attemptId", at
    from payment_ledger where store_id = $1 and order_id = $2 order by at, id`,
}

const REFRESH: Statement = {
  name: 'ledger_refresh',
  text: `update orders set payment_status = $3, updated_at = $4, version = version + 1
    where store_id = $1 and id = $2`,
}

const HISTORY: Statement = {
  name: 'ledger_history',
  text: `insert into order_history (store_id, order_id, axis, from_status, to_status, actor, reason, at)
    values ($1, $2, 'payment', $3, $4, $5, $6, $7)`,
}
