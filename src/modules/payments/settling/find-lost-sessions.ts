import { readOrders } from '#modules/orders/index.ts'
import { changeAttempt } from '#modules/payments/checkout/attempts.ts'
import { closeAttempt } from '#modules/payments/checkout/close-attempt.ts'
import { lockOrder } from '#modules/payments/checkout/order-steps.ts'
import type { PaymentDeps } from '#modules/payments/events/stripe-drain.ts'
import { asPayments, inChunks, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { readTrouble, type StripeTrouble } from '#modules/payments/stripe/failures.ts'
import { factsOf } from '#modules/payments/stripe/session-facts.ts'
import { sessionParams } from '#modules/payments/stripe/session-params.ts'
import type { Statement } from '#platform/db.ts'
import type { Chore } from '#platform/work.ts'

type Lost = { id: string; storeId: string; orderId: string; key: string; expiresAt: Date }

const BATCH = 20

/**
 * Ends the sessions whose address died with the server that asked for them, once their attempt is out of use. The same
 * call with the same key gives the session that was made then, so that it can be closed; where none was made, one is,
 * and closed at once.
 */
export function lostSessionChore(deps: PaymentDeps): Chore {
  return {
    name: 'payments.find-lost-sessions',
    everyMs: 10_000,
    async run(work) {
      const tools = { ...work, ...deps }
      const lost = await tools.database.system<Lost>(LOST, [tools.environment.now(), BATCH])
      await inChunks(lost, (attempt) => endLost(tools, attempt))
    },
  }
}

async function endLost(tools: PaymentTools, lost: Lost): Promise<void> {
  if (lost.expiresAt <= tools.environment.now()) return closeUnmade(tools, lost)
  try {
    const sessionId = await findSession(tools, lost)
    await closeAttempt(tools, { id: lost.id, storeId: lost.storeId, sessionId })
  } catch (error) {
    const trouble = readTrouble(error)
    tools.log.warn({ attempt: lost.id, kind: trouble.kind, code: trouble.code }, 'a lost session was not found')
    if (wasNeverMade(trouble)) await closeUnmade(tools, lost)
  }
}

async function findSession(tools: PaymentTools, { id, storeId, orderId, key, expiresAt }: Lost): Promise<string> {
  const order = await asPayments(tools, storeId, async ({ tx }) => (await readOrders(tx, [orderId])).get(orderId))
  if (order === undefined) throw new Error('an order with a payment attempt has gone')
  const { stripe } = await tools.stripe.of(storeId)
  const params = sessionParams({ order, attemptId: id, expiresAt, publicUrl: tools.publicUrl })
  const { sessionId, intentId } = factsOf(await stripe.checkout.sessions.create(params, { idempotencyKey: key }))
  await asPayments(tools, storeId, async (ctx) => {
    await lockOrder(ctx, orderId)
    await changeAttempt(ctx, id, { state: 'superseded', sessionId, paymentIntentId: intentId })
  })
  return sessionId
}

/** Another answer is kept under the key when its words were different: then one may well have been made. */
function wasNeverMade({ kind, code }: StripeTrouble): boolean {
  return kind === 'refused' && code !== 'idempotency_error'
}

function closeUnmade(tools: PaymentTools, { id, storeId, orderId }: Lost): Promise<void> {
  return asPayments(tools, storeId, async (ctx) => {
    await lockOrder(ctx, orderId)
    await changeAttempt(ctx, id, { state: 'superseded', closed: true })
  })
}

// A call still under way would bring the answer itself; after a minute none is. Claiming leaves the time of the try.
const LOST: Statement = {
  name: 'attempts_lost',
  text: `update payment_attempts set checked_at = $1
    where id in (
      select id from payment_attempts
      where state = 'superseded' and closed_at is null and session_id is null
        and created_at < $1::timestamptz - interval '1 minute'
        and (checked_at is null or checked_at < $1::timestamptz - interval '20 seconds')
      order by checked_at nulls first limit $2 for update skip locked)
    returning id, store_id as "storeId", order_id as "orderId", idempotency_key as key, expires_at as "expiresAt"`,
}
