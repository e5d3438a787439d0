import { stripeEventTypes } from '#modules/payments/index.ts'
import type { Dice } from '#test/support/hostile/dice.ts'
import { mutate } from '#test/support/hostile/mutate.ts'
import type { Scenario } from '#test/support/hostile/play.ts'
import { type Deliveries, type StripeEndpoint, signedByStripe } from '#test/support/hostile/webhooks.ts'

export type AtStripe = { stripe: StripeEndpoint; dice: Dice; deliveries: Deliveries; prefix: string }

/** Events as Stripe sends them with up to four mutations, each signed over its bytes: stored and answered 200, or 400. */
export function* mutatedEvents({ stripe, dice, deliveries, prefix }: AtStripe): Generator<Scenario> {
  for (let n = 0; ; n += 1) {
    const event = eventOf(dice, `evt_${prefix}${n}`)
    const { value, how } = mutate(event, { dice, times: dice.below(5) })
    const body = Buffer.from(JSON.stringify(value, null, dice.pick([0, 2])))
    yield {
      name: `event ${n}: ${how.join(', ')}`,
      run: async (send) => {
        const sent = signedByStripe(body, stripe)
        const answer = await send(sent)
        deliveries.note('stripe', sent, answer)
        if (how.length === 0 && answer.status !== 200) return `an event of Stripe was answered ${answer.status}`
        return answer.status === 200 || answer.status === 400 ? null : `answered ${answer.status}: ${body.toString()}`
      },
    }
  }
}

function eventOf(dice: Dice, id: string) {
  const type = dice.pick([...stripeEventTypes, 'customer.created', 'payout.paid'])
  const session = `cs_test_${dice.below(1e9)}`
  return {
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000) - dice.below(86_400),
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
    data: {
      object: {
        id: dice.pick([session, `pi_${session}`, `re_${session}`, `ch_${session}`, `du_${session}`]),
        object: dice.pick(['checkout.session', 'payment_intent', 'refund', 'charge', 'dispute']),
        amount_total: 10_000,
        currency: 'sar',
        payment_status: dice.pick(['paid', 'unpaid']),
        payment_intent: `pi_${session}`,
        charge: `ch_${session}`,
        metadata: { order_id: '01936f00-0000-7000-8000-000000000000', attempt_id: 'x', store_id: 'y' },
        last_payment_error: { code: 'card_declined', message: 'no' },
        refunds: { data: [{ id: 're_1', amount: 5 }] },
      },
    },
  }
}
