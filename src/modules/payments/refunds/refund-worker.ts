import type Stripe from 'stripe'
import { readAttempt } from '#modules/payments/checkout/attempts.ts'
import { lockOrder } from '#modules/payments/checkout/order-steps.ts'
import type { PaymentDeps } from '#modules/payments/events/stripe-drain.ts'
import { balanceOf } from '#modules/payments/ledger/ledger.rules.ts'
import { readLedger } from '#modules/payments/ledger/ledger.ts'
import { asPayments, inChunks, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { readTrouble, type StripeTrouble } from '#modules/payments/stripe/failures.ts'
import { refundIdIn } from '#modules/payments/stripe/references.ts'
import type { StoreContext } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { Leases } from '#platform/leases.ts'
import type { Chore } from '#platform/work.ts'
import { publicId } from '#shared/ids.ts'
import { stripeAmount } from '#shared/money.ts'
import { failRefund, saveRefund, takeInRefund } from './record-refund.ts'
import { refundStillDue } from './refund.rules.ts'
import {
  type ClaimedRefund,
  changeRefund,
  claimRefunds,
  findRefund,
  pendingRefunds,
  type Refund,
  renewRefunds,
} from './refunds.ts'

const BATCH = 20

/** Carries out the refunds that were decided: looks again whether each is due, then calls with its saved key. */
export function refundChore(deps: PaymentDeps): Chore {
  return {
    name: 'payments.refunds',
    everyMs: 3_000,
    async run(work) {
      const tools = { ...work, ...deps }
      await sendDue(tools, await claimRefunds(tools.database, BATCH))
      await inChunks(await pendingRefunds(tools.database, BATCH), ({ storeId, externalId }) =>
        askQuietly(tools, () => takeInRefund(tools, { storeId, refundId: externalId })),
      )
    },
  }
}

async function sendDue(tools: PaymentTools, due: readonly ClaimedRefund[]): Promise<void> {
  const { database, log } = tools
  const leases = new Leases<readonly ClaimedRefund[]>({
    renew: (held) => renewRefunds(database, held.flat()),
    onError: (error) => log.warn({ error: String(error) }, 'the leases of refunds could not be renewed'),
  })
  await leases.during(due, () => inChunks(due, (claimed) => sendRefund(tools, claimed)))
}

type DueRefund = Refund & { intentId: string }

async function sendRefund(tools: PaymentTools, claimed: ClaimedRefund): Promise<void> {
  const refund = await asPayments(tools, claimed.storeId, (ctx) => confirmDue(ctx, claimed))
  if (refund === null) return
  try {
    const { stripe } = await tools.stripe.of(refund.storeId)
    const made = claimed.attempts > 1 ? await findMade(stripe, refund) : null
    await saveRefund(tools, { storeId: refund.storeId, refund: made ?? (await makeRefund(stripe, refund)) })
  } catch (error) {
    await noteTrouble(tools, { refund, attempts: claimed.attempts, error })
  }
}

/** Under the order's lock: a decision that was overtaken is closed, and no money moves. */
async function confirmDue(ctx: StoreContext, { id, orderId }: ClaimedRefund): Promise<DueRefund | null> {
  const order = await lockOrder(ctx, orderId)
  const refund = await findRefund(ctx, { refundId: id, externalId: null })
  if (refund === null || refund.state !== 'sending') return null
  const attempt = refund.attemptId === null ? null : await readAttempt(ctx, refund.attemptId)
  const { net } = balanceOf(await readLedger(ctx, orderId))
  const due = refundStillDue({ ...refund, orderStatus: order.status, orderTotal: order.total, net })
  const intentId = attempt?.paymentIntentId ?? null
  if (due && intentId !== null) return { ...refund, intentId }
  await failRefund(ctx, refund, { externalId: null, why: due ? 'it has no payment at Stripe' : 'no longer due' })
  return null
}

async function makeRefund(stripe: Stripe, refund: DueRefund): Promise<Stripe.Refund> {
  const { amount, currency } = refund
  crashPoint('payments.refund_before')
  const made = await stripe.refunds.create(
    {
      payment_intent: refund.intentId,
      amount: stripeAmount({ amount, currency }),
      metadata: { dukkan_refund: publicId('refund', refund.id), dukkan_reason: refund.reason },
    },
    { idempotencyKey: refund.requestKey },
  )
  crashPoint('payments.refund_after')
  return made
}

/** Stripe forgets keys after a day and replays its own failures before: so a repeated call looks first. */
async function findMade(stripe: Stripe, refund: DueRefund): Promise<Stripe.Refund | null> {
  const refunds = await stripe.refunds.list({ payment_intent: refund.intentId, limit: 100 })
  return refunds.data.find((made) => refundIdIn(made.metadata) === refund.id) ?? null
}

type Failure = { refund: DueRefund; attempts: number; error: unknown }

async function noteTrouble(tools: PaymentTools, { refund, attempts, error }: Failure): Promise<void> {
  const trouble = readTrouble(error)
  tools.log.warn({ refund: refund.id, kind: trouble.kind, code: trouble.code }, 'a refund did not go through')
  await asPayments(tools, refund.storeId, async (ctx) => {
    await lockOrder(ctx, refund.orderId)
    const now = await findRefund(ctx, { refundId: refund.id, externalId: null })
    // The webhook may have told of it meanwhile.
    if (now === null || now.state !== 'sending') return
    if (trouble.kind === 'refused') return failRefund(ctx, now, { externalId: null, why: trouble.code })
    await changeRefund(ctx, now.id, {
      state: stateAfter(trouble),
      lastError: trouble.code,
      retryInSeconds: Math.min(2 ** attempts, HOUR),
    })
  })
}

function stateAfter({ kind }: StripeTrouble): 'in_doubt' | 'decided' {
  return kind === 'unknown' ? 'in_doubt' : 'decided'
}

const HOUR = 3600

async function askQuietly(tools: PaymentTools, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask()
  } catch (error) {
    tools.log.warn({ code: readTrouble(error).code }, 'Stripe did not say how a refund stands')
  }
}
