import type { WantedMethod } from '#modules/conversation/chat.types.ts'
import type { Reply, Situation, Turn, Verdict } from '#modules/conversation/turn.types.ts'
import { orderConfirmation } from '#modules/messaging/index.ts'
import type { OrderFacts, Placed } from '#modules/orders/index.ts'
import { asShown, showCart } from './cart.ts'
import { alreadyOrdered } from './order-status.ts'
import { payLink } from './pay-link.ts'
import type { Deal } from './payment.ts'
import { answered, pending, withStock } from './turns.ts'

type Placing = Deal & { method: WantedMethod }

/** Makes the order at exactly the sum that was shown, or shows what has become of it since. */
export function place(situation: Situation, { quote, address, phone, method }: Placing): Reply {
  const settled = asShown(situation, quote)
  const { store, shopper, cart, language } = settled
  return {
    act: {
      do: 'place',
      cart: settled.pending.cart ?? null,
      request: {
        storeId: store.id,
        shopperId: shopper.id,
        cartId: cart.id,
        // The prices shown are the prices seen, should one have changed in between.
        quote: { ...quote, lines: quote.lines.map((line) => ({ ...line, seenPrice: line.unitPrice })) },
        expectedDigest: quote.digest,
        paymentMethod: method,
        address: {
          text: address.text,
          ...(address.latitude !== null && { latitude: address.latitude }),
          ...(address.longitude !== null && { longitude: address.longitude }),
        },
        deliveryPhone: phone,
        language,
        note: cart.note,
        channel: 'whatsapp',
      },
    },
    next: (verdict) => afterPlacing(pending(settled, { usedAddress: address }), { verdict, method }),
  }
}

function afterPlacing(situation: Situation, { verdict, method }: { verdict: Verdict; method: WantedMethod }): Reply {
  if (verdict.of !== 'place') return showCart(situation)
  const { placed } = verdict
  if (!placed.placed) return showCart(requoted(situation, placed))
  const { order, again } = placed
  const done = pending(withoutCart(situation), {
    shopper: { lastPaymentMethod: method },
    memory: { wantedMethod: undefined, address: undefined, arrived: undefined },
  })
  if (again) return alreadyOrdered(done, order)
  return order.paymentMethod === 'card' ? payLink(done, order) : confirmed(done, order)
}

/** The cart has become the order and is nobody's to write any more. */
function withoutCart(situation: Situation): Situation {
  const { cart: _, ...changes } = situation.pending
  return { ...situation, pending: changes }
}

/** Stock that went to somebody else between our look and our grasp. */
function requoted(situation: Situation, refused: Extract<Placed, { placed: false }>): Situation {
  if (refused.reason === 'quote_changed') return { ...situation, quote: () => refused.quote }
  const left = new Map(refused.shortfalls.map(({ variantId, available }) => [variantId, available]))
  const change = situation.variants.map(({ variantId, available }): [string, number] => [
    variantId,
    (left.get(variantId) ?? available) - available,
  ])
  return withStock(situation, new Map(change))
}

/** The confirmation is the order's own message: a listener that would say it too finds it said. */
export function confirmed(situation: Situation, order: OrderFacts): Turn {
  const { content, purpose } = orderConfirmation(order)
  if (content.kind !== 'notice') throw new Error('an order is confirmed by a notice')
  return answered(situation, { say: content, purpose, orderId: order.id })
}
