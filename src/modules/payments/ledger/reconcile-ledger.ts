import type Stripe from 'stripe'
import { storesWithStripe } from '#modules/payments/events/reconcile-events.ts'
import type { PaymentDeps } from '#modules/payments/events/stripe-drain.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { saveRefund } from '#modules/payments/refunds/record-refund.ts'
import { settleAttempt } from '#modules/payments/settling/settle-attempt.ts'
import { readTrouble } from '#modules/payments/stripe/failures.ts'
import { referencesIn } from '#modules/payments/stripe/references.ts'
import { idOf } from '#modules/payments/stripe/session-facts.ts'
import { raiseProblem, resolveProblemsBefore } from '#modules/stores/index.ts'
import type { Statement } from '#platform/db.ts'
import type { Chore } from '#platform/work.ts'
import { fromStripeAmount } from '#shared/money.ts'
import { compareMoves, type MoneyDifference, type MoneyMove } from './audit.rules.ts'

/** Compares a day of our ledger with what Stripe charged and paid back; every difference becomes a problem to look at. */
export function ledgerChore(deps: PaymentDeps): Chore {
  return {
    name: 'payments.compare-ledger',
    everyMs: DAY_MS,
    async run(work) {
      const tools = { ...work, ...deps }
      for (const storeId of await storesWithStripe(tools.database)) {
        try {
          await compareStore(tools, storeId)
        } catch (error) {
          tools.log.warn({ storeId, code: readTrouble(error).code }, 'the ledger could not be compared with Stripe')
        }
      }
    },
  }
}

const DAY_MS = 86_400_000
/** What is younger may still be on its way here. */
const SETTLING_MS = 3_600_000

type Span = { from: Date; to: Date }

/** Takes in what Stripe has of that day and we missed, and answers with what still differs. */
export async function compareStore(tools: PaymentTools, storeId: string): Promise<MoneyDifference[]> {
  const to = new Date(tools.environment.now().getTime() - SETTLING_MS)
  const span = { from: new Date(to.getTime() - DAY_MS), to }
  const reported = [...(await takeInCharges(tools, storeId, span)), ...(await takeInRefunds(tools, storeId, span))]
  return asPayments(tools, storeId, async (ctx) => {
    const named = reported.map(({ id }) => id)
    const here = await ctx.tx.query<MoneyMove>(MOVES, [storeId, span.from, span.to, named])
    const differences = compareMoves(here, reported)
    for (const difference of differences) {
      await raiseProblem(ctx.tx, storeId, {
        id: ctx.newId(),
        code: 'ledger-differs',
        subject: difference.id,
        details: difference,
        fix: 'Our books and Stripe’s do not agree on this payment: compare it in your Stripe dashboard with the order.',
        now: ctx.now(),
      })
    }
    // What a dead event would have told is in the books by now, whoever told it.
    if (differences.length === 0) {
      const overcome = { code: 'stripe-event-dead', before: span.to, now: ctx.now() }
      await resolveProblemsBefore(ctx.tx, storeId, overcome)
    }
    return differences
  })
}

async function takeInCharges(tools: PaymentTools, storeId: string, span: Span): Promise<MoneyMove[]> {
  const { stripe } = await tools.stripe.of(storeId)
  const moves: MoneyMove[] = []
  for await (const charge of stripe.charges.list({ created: secondsOf(span), limit: 100 })) {
    const id = idOf(charge.payment_intent)
    const references = referencesIn(charge.metadata)
    if (id === null || references?.storeId !== storeId || !charge.paid) continue
    await settleAttempt(tools, { storeId, attemptId: references.attemptId })
    moves.push({ id, ...fromStripeAmount(charge.amount, charge.currency) })
  }
  return moves
}

async function takeInRefunds(tools: PaymentTools, storeId: string, span: Span): Promise<MoneyMove[]> {
  const { stripe } = await tools.stripe.of(storeId)
  const moves: MoneyMove[] = []
  for await (const refund of stripe.refunds.list({ created: secondsOf(span), limit: 100 })) {
    const outcome = await saveRefund(tools, { storeId, refund })
    if (outcome !== 'handled' || refund.status !== 'succeeded') continue
    moves.push({ id: refund.id, ...fromStripeAmount(refund.amount, refund.currency) })
  }
  return moves
}

function secondsOf({ from, to }: Span): Stripe.RangeQueryParam {
  return { gte: Math.floor(from.getTime() / 1000), lt: Math.floor(to.getTime() / 1000) }
}

// What Stripe named counts whenever we wrote it; what it did not name only when it must have been in that day.
const MOVES: Statement = {
  name: 'ledger_moves',
  text: `select external_id as id, amount, currency from payment_ledger
    where store_id = $1 and provider = 'stripe' and kind in ('charge', 'refund')
      and (external_id = any ($4::text[])
        or at >= $2::timestamptz + interval '1 hour' and at < $3::timestamptz - interval '1 hour' and kind = 'charge')`,
}
