import { z } from 'zod'
import type { SandboxState } from '#sandbox/state.ts'
import { settleAsync } from '#sandbox/stripe/cardholder.ts'
import { completeRefund, failRefund, makeRefund } from '#sandbox/stripe/refunds.ts'
import { expireSession } from '#sandbox/stripe/session-expiry.ts'
import type { Refund, StripeAccount } from '#sandbox/stripe/stripe-model.ts'
import { viewRefund } from '#sandbox/stripe/views.ts'
import { requireFound } from './cards.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'

export async function expireByControl(state: SandboxState, call: ControlCall): Promise<unknown> {
  const found = requireFound(state, call.params.id ?? '')
  if (found.session.status !== 'open') throw new ControlError(409, `The session is ${found.session.status}`)
  await expireSession(state, found)
  return { sessionId: found.session.id, status: found.session.status }
}

const Settle = z.strictObject({ succeed: z.boolean() })

/** A pay-later payment comes in or fails, possibly days after the session completed. */
export async function settleByControl(state: SandboxState, call: ControlCall): Promise<unknown> {
  const found = requireFound(state, call.params.id ?? '')
  const { succeed } = readControl(Settle, call.body)
  const { session, account } = found
  if (account.intents.get(session.paymentIntent ?? '')?.status !== 'processing') {
    throw new ControlError(409, 'No payment of this session is on its way')
  }
  await settleAsync(state, found, succeed)
  return { sessionId: session.id, paymentStatus: session.paymentStatus }
}

function requireRefund(state: SandboxState, id: string): { account: StripeAccount; refund: Refund } {
  for (const account of state.stripe.values()) {
    const refund = account.refunds.get(id)
    if (refund !== undefined) return { account, refund }
  }
  throw new ControlError(404, `No refund ${id}`)
}

export function failRefundByControl(state: SandboxState, call: ControlCall): unknown {
  const { account, refund } = requireRefund(state, call.params.id ?? '')
  failRefund(state, account, refund)
  return viewRefund({ state, account, expand: [] }, refund)
}

export function completeRefundByControl(state: SandboxState, call: ControlCall): unknown {
  const { account, refund } = requireRefund(state, call.params.id ?? '')
  if (refund.status !== 'pending') throw new ControlError(409, `The refund is ${refund.status}`)
  completeRefund(state, account, refund)
  return viewRefund({ state, account, expand: [] }, refund)
}

const DashboardRefund = z.strictObject({ paymentIntent: z.string(), amount: z.number().int().positive().optional() })

/** Somebody refunds in Stripe's dashboard; the shop hears of it by webhook only. */
export function refundInDashboard(state: SandboxState, call: ControlCall): unknown {
  const { paymentIntent, amount } = readControl(DashboardRefund, call.body)
  for (const account of state.stripe.values()) {
    const charge = account.charges.get(account.intents.get(paymentIntent)?.latestCharge ?? '')
    if (charge === undefined) continue
    const left = charge.amount - charge.amountRefunded
    if (charge.status !== 'succeeded' || left === 0 || (amount ?? left) > left) {
      throw new ControlError(409, `Only ${left} can be refunded`)
    }
    return viewRefund({ state, account, expand: [] }, makeRefund(state, account, { charge, amount: amount ?? left }))
  }
  throw new ControlError(404, `No paid intent ${paymentIntent}`)
}
