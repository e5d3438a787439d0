import type { SandboxState } from '#sandbox/state.ts'
import { stripeSignature } from '#sandbox/webhooks/signatures.ts'
import type { WorldStripeAccount } from '#sandbox/world.ts'
import { newStripeId } from './accounts.ts'
import type { StripeAccount, StripeEvent } from './stripe-model.ts'
import { viewEvent } from './views.ts'

type Emitted = {
  account: StripeAccount
  type: string
  object: unknown
  lane: string
  idempotencyKey?: string | undefined
}

/** Stores an event and sends it, signed anew on every attempt; resolves after the first one. */
export function emitEvent(
  state: SandboxState,
  { account, type, object, lane, idempotencyKey }: Emitted,
): Promise<void> {
  const event: StripeEvent = {
    id: newStripeId(state, 'evt'),
    created: state.clock.seconds(),
    type,
    data: { object: structuredClone(object) },
    request: {
      id: idempotencyKey === undefined ? null : newStripeId(state, 'req'),
      idempotency_key: idempotencyKey ?? null,
    },
    delivered: undefined,
  }
  account.events.set(event.id, event)
  const bytes = Buffer.from(JSON.stringify(viewEvent(event), null, 2))
  return state.hooks.send({
    api: `webhooks.stripe.${type}`,
    lane: `${account.id} ${lane}`,
    bytes,
    wamids: [],
    target: () => currentConfig(state, account).webhookUrl,
    headers: (spoiled) => ({
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'stripe-signature': signature(state, { account, bytes, spoiled }),
    }),
    attempted: (status) => {
      event.delivered = event.delivered === true || (status >= 200 && status < 300)
    },
  })
}

/** The endpoint as the world has it now, also for events that are tried again. */
function currentConfig(state: SandboxState, { config }: StripeAccount): WorldStripeAccount {
  return state.world.stripeByKey.get(config.secretKey) ?? config
}

type Signed = { account: StripeAccount; bytes: Buffer; spoiled: boolean }

/** Signature times are the receiver's: sandbox time may be days ahead of the clock the shop compares with. */
function signature(state: SandboxState, { account, bytes, spoiled }: Signed): string {
  const secret = spoiled ? 'whsec_of_somebody_else' : currentConfig(state, account).webhookSecret
  return stripeSignature(bytes, secret, state.clock.outsideSeconds())
}
