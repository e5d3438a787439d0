import type { PaymentTools } from '#modules/payments/payment-tools.ts'
import { type Settlement, settleAttempt } from '#modules/payments/settling/settle-attempt.ts'
import { isForgotten, settleForgotten } from '#modules/payments/settling/settle-forgotten.ts'
import { readTrouble } from '#modules/payments/stripe/failures.ts'

export type Closable = { id: string; storeId: string; sessionId: string }

/**
 * Makes sure nobody can pay with a session any more, and takes in whatever happened to it: it may have been paid in the
 * last moment. Null when Stripe did not say; then nothing may be built on it being closed.
 */
export async function closeAttempt(tools: PaymentTools, attempt: Closable): Promise<Settlement | null> {
  try {
    const { stripe } = await tools.stripe.of(attempt.storeId)
    await expireQuietly(() => stripe.checkout.sessions.expire(attempt.sessionId))
    const settlement = await settleAttempt(tools, { storeId: attempt.storeId, attemptId: attempt.id })
    return settlement === 'open' ? null : settlement
  } catch (error) {
    const trouble = readTrouble(error)
    const { kind, code } = trouble
    tools.log.warn({ attempt: attempt.id, kind, code }, 'a session could not be closed at Stripe')
    return isForgotten(trouble) ? closeForgotten(tools, attempt) : null
  }
}

async function closeForgotten(tools: PaymentTools, { id, storeId }: Closable): Promise<Settlement | null> {
  const settlement = await settleForgotten(tools, { storeId, attemptId: id })
  return settlement === 'open' ? null : settlement
}

/** A session that is not open any more refuses to expire; what it is instead is for `settleAttempt` to read. */
async function expireQuietly(expire: () => Promise<unknown>): Promise<void> {
  try {
    await expire()
  } catch (error) {
    const trouble = readTrouble(error)
    if (trouble.kind !== 'refused') throw error
  }
}
