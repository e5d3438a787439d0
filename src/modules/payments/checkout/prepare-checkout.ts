import { readVariants } from '#modules/catalog/index.ts'
import type { OrderFacts } from '#modules/orders/index.ts'
import { loadStore, type Store } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { type Attempt, insertAttempt, readAttempt, readAttempts } from './attempts.ts'
import { extendHold, goodsAreHeld, lockOrder, supersedeOthers } from './order-steps.ts'
import { holdUntil, judgePayLink, keyStillGood, type LinkState, stillUsable } from './pay-link.rules.ts'

export type ShownState = Exclude<LinkState, 'payable'> | 'processing' | 'too_small' | 'busy' | 'trouble'

/** What must happen next before a shopper who followed a pay link can pay. */
export type CheckoutStep =
  | { kind: 'show'; state: ShownState }
  | { kind: 'redirect'; url: string }
  /** A session is still open at Stripe that must not be payable beside a new one. */
  | { kind: 'close'; attempt: Attempt }
  | { kind: 'create'; attempt: Attempt; order: OrderFacts; fresh: boolean }

/**
 * Looks at an order under its lock and says what to do; a new attempt is written, with the key of its call, before the
 * call is made. Nothing here touches the network.
 */
export async function prepareCheckout(ctx: StoreContext, orderId: string): Promise<CheckoutStep> {
  const order = await lockOrder(ctx, orderId)
  const store = await loadStore(ctx)
  const state = await linkStateOf(ctx, order, store)
  if (state !== 'payable') return { kind: 'show', state }
  const attempts = await readAttempts(ctx, orderId)
  const leftover = attempts.find(isLeftover)
  if (leftover !== undefined) return { kind: 'close', attempt: leftover }
  const current = attempts.find((attempt) => ['creating', 'open', 'processing'].includes(attempt.state))
  if (current?.state === 'processing') return { kind: 'show', state: 'processing' }
  if (current !== undefined && stillGood(current, order, ctx.now())) return continued(current, order)
  await supersedeOthers(ctx, orderId, null)
  if (current !== undefined && current.sessionId !== null) {
    return { kind: 'close', attempt: { ...current, state: 'superseded' } }
  }
  return { kind: 'create', attempt: await newAttempt(ctx, { order, store, attempts }), order, fresh: true }
}

async function linkStateOf(ctx: StoreContext, order: OrderFacts, store: Store): Promise<LinkState> {
  const goodsHeld = await goodsAreHeld(ctx, order.id)
  return judgePayLink({ order, store, goodsHeld, priceChanged: await pricesChanged(ctx, order), now: ctx.now() })
}

/** A price that changed since the order was made is said in the chat before anything is charged. */
export async function pricesChanged(ctx: StoreContext, order: OrderFacts): Promise<boolean> {
  const variantIds = order.lines.map((line) => line.variantId)
  const variants = await readVariants(ctx.tx, [ctx.storeId], { variantIds })
  const prices = new Map(variants.map((variant) => [variant.variantId, variant.price]))
  return order.lines.some((line) => (prices.get(line.variantId) ?? line.unitPrice) !== line.unitPrice)
}

function isLeftover(attempt: Attempt): boolean {
  return attempt.state === 'superseded' && attempt.sessionId !== null && attempt.closedAt === null
}

function stillGood(attempt: Attempt, order: OrderFacts, now: Date): boolean {
  return stillUsable(attempt, order, now) && (attempt.state === 'open' || keyStillGood(attempt, now))
}

function continued(attempt: Attempt, order: OrderFacts): CheckoutStep {
  return attempt.url === null
    ? { kind: 'create', attempt, order, fresh: false }
    : { kind: 'redirect', url: attempt.url }
}

type Beginning = { order: OrderFacts; store: Store; attempts: readonly Attempt[] }

async function newAttempt(ctx: StoreContext, { order, store, attempts }: Beginning): Promise<Attempt> {
  const now = ctx.now()
  const id = ctx.newId()
  await insertAttempt(ctx, {
    id,
    orderId: order.id,
    attempt: (attempts.at(-1)?.attempt ?? 0) + 1,
    amount: order.total,
    currency: order.currency,
    expiresAt: new Date(now.getTime() + store.sessionMinutes * 60_000),
  })
  await extendHold(ctx, order.id, holdUntil(order, store.sessionMinutes, now))
  const attempt = await readAttempt(ctx, id)
  if (attempt === null) throw new Error('a payment attempt was written and is not there')
  return attempt
}
