import type Stripe from 'stripe'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { hintOf } from '#modules/payments/stripe/hint.ts'
import { verifyEvent } from '#modules/payments/stripe/verify-event.ts'
import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Arrival, Inbox } from '#platform/inbox.ts'
import { Unavailable } from '#shared/errors.ts'

export type StripeDelivery = { storeId: string; body: Uint8Array; signature: string | undefined }

export type Receiver = PaymentTools & { readonly inbox: Pick<Inbox, 'store'>; readonly rejections: Rejections }

/**
 * Stores a webhook before it is acknowledged: true when it is Stripe's, for this store and in the key's mode, and is
 * durable now. False for anything else, of which nothing is kept.
 */
export async function receiveStripeEvent(tools: Receiver, delivery: StripeDelivery): Promise<boolean> {
  const { storeId, body, signature } = delivery
  const terms = await termsOf(tools, storeId)
  if (terms === null) return false
  const event = await verifyEvent({ body, signature, secret: terms.secret, now: tools.environment.now() })
  if (event === null) {
    await countRejection(tools, storeId)
    return false
  }
  // A test event at a live store, or one of a connected account, says nothing about this store's money.
  if (event.livemode !== terms.livemode || event.account !== undefined) return false
  await tools.inbox.store({
    source: 'stripe',
    body,
    arrivals: [arrivalOf(storeId, event)],
  })
  crashPoint('payments.hook_stored')
  if (tools.rejections.forget(storeId)) await withdrawAlarm(tools, storeId)
  return true
}

/** An event as the inbox keeps it. */
export function arrivalOf(storeId: string, event: Stripe.Event): Arrival {
  return {
    storeId,
    kind: 'stripe',
    // With the store in front, so that no store can use up the ids of another one's events.
    dedupeKey: `${storeId}:${event.id}`,
    json: JSON.stringify(hintOf(event)),
    happenedAt: new Date(event.created * 1000),
  }
}

async function termsOf(tools: PaymentTools, storeId: string): Promise<{ secret: string; livemode: boolean } | null> {
  try {
    const secret = await tools.stripe.webhookSecretOf(storeId)
    return { secret, livemode: (await tools.stripe.of(storeId)).livemode }
  } catch (error) {
    if (error instanceof Unavailable) return null
    throw error
  }
}

/** Counts deliveries with a bad signature, per store and process: forgers do it, and so does a wrong secret. */
export class Rejections {
  readonly #counts = new Map<string, { count: number; raisedAt: number }>()

  /** True when the owner should be told now: from the fifth on, and at most once a minute. */
  note(storeId: string, now: Date): boolean {
    const known = this.#counts.get(storeId) ?? { count: 0, raisedAt: Number.NEGATIVE_INFINITY }
    const count = known.count + 1
    const due = count >= ALARM_AT && now.getTime() - known.raisedAt >= ALARM_EVERY_MS
    this.#counts.set(storeId, { count, raisedAt: due ? now.getTime() : known.raisedAt })
    return due
  }

  /** A good delivery starts the count anew; true when the owner had been told. */
  forget(storeId: string): boolean {
    const told = (this.#counts.get(storeId)?.count ?? 0) >= ALARM_AT
    this.#counts.delete(storeId)
    return told
  }
}

const ALARM_AT = 5
const ALARM_EVERY_MS = 60_000

async function countRejection(tools: Receiver, storeId: string): Promise<void> {
  if (!tools.rejections.note(storeId, tools.environment.now())) return
  await asPayments(tools, storeId, (ctx) =>
    raiseProblem(ctx.tx, storeId, {
      id: ctx.newId(),
      code: 'stripe-webhook-rejected',
      fix: 'Stripe’s webhooks arrive with a wrong signature: copy the signing secret of this endpoint from Stripe and set it with PUT /v1/store/secrets/stripe_webhook_secret.',
      now: ctx.now(),
    }),
  )
}

function withdrawAlarm(tools: Receiver, storeId: string): Promise<void> {
  return asPayments(tools, storeId, (ctx) =>
    resolveProblem(ctx.tx, storeId, { code: 'stripe-webhook-rejected', now: ctx.now() }),
  )
}
