import { setTimeout } from 'node:timers/promises'
import { type OrderFacts, readOrderByToken } from '#modules/orders/index.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { closeAttempt } from './close-attempt.ts'
import { openCheckout } from './open-checkout.ts'
import { type CheckoutStep, prepareCheckout, type ShownState } from './prepare-checkout.ts'

export type LinkAnswer =
  | { kind: 'redirect'; url: string }
  | { kind: 'show'; state: ShownState; order: OrderFacts }
  | { kind: 'unknown' }

/** How long a second tap waits for the call that the first one started. */
const WAIT_MS = 250
const MAX_WAITS = 6

/** An old attempt is closed, a new one is made, an order changes meanwhile: more rounds than this are somebody's bug. */
const MAX_ROUNDS = 4

/** Where a shopper who tapped a pay link goes: to the one open Checkout Session of the order, or to a page. */
export async function followPayLink(tools: PaymentTools, token: string): Promise<LinkAnswer> {
  const order = await readOrderByToken(tools.database, token)
  if (order === null) return { kind: 'unknown' }
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const answer = await takeStep(tools, await nextStep(tools, order))
    if (answer.kind === 'redirect') return answer
    if (answer.kind === 'show') return { ...answer, order }
  }
  return { kind: 'show', state: 'busy', order }
}

/** Two taps at once make one call: Stripe refuses a second one with the same key while the first is under way. */
async function nextStep(tools: PaymentTools, order: OrderFacts): Promise<CheckoutStep> {
  for (let waits = 0; ; waits += 1) {
    const step = await asPayments(tools, order.storeId, (ctx) => prepareCheckout(ctx, order.id))
    if (step.kind !== 'create' || step.fresh || waits === MAX_WAITS) return step
    await setTimeout(WAIT_MS)
  }
}

type Taken = { kind: 'redirect'; url: string } | { kind: 'show'; state: ShownState } | { kind: 'again' }

async function takeStep(tools: PaymentTools, step: CheckoutStep): Promise<Taken> {
  switch (step.kind) {
    case 'create':
      crashPoint('payments.attempt_committed')
      return openCheckout(tools, step)
    case 'close': {
      const { id, storeId, sessionId } = step.attempt
      const closed = sessionId === null ? 'expired' : await closeAttempt(tools, { id, storeId, sessionId })
      return closed === null ? { kind: 'show', state: 'busy' } : { kind: 'again' }
    }
    default:
      return step
  }
}
