import { orderTexts } from '#modules/conversation/texts/order-texts.ts'
import { amountText, fence } from '#modules/conversation/texts/phrases.ts'
import type { Choice, Reply, Situation, Turn } from '#modules/conversation/turn.types.ts'
import { dueOf, type OrderFacts } from '#modules/orders/index.ts'
import { packUuid } from '#shared/ids.ts'
import { homeChoices } from './home.ts'
import { mostRows } from './paging.ts'
import { payLink } from './pay-link.ts'
import { answered, choice, paragraphs, titled } from './turns.ts'

/** Where an order stands, in the words a shopper would use. */
export type OrderState =
  | 'awaiting'
  | 'preparing'
  | 'checking'
  | 'partly'
  | 'onItsWay'
  | 'delivered'
  | 'returned'
  | 'canceled'
  | 'expired'

export function stateOf(order: OrderFacts): OrderState {
  if (order.status === 'awaiting_payment') return 'awaiting'
  if (order.status === 'canceled' || order.status === 'expired') return order.status
  if (order.status === 'on_hold') return 'checking'
  return parcelStates[order.fulfillmentStatus]
}

const parcelStates = {
  unfulfilled: 'preparing',
  partial: 'partly',
  shipped: 'onItsWay',
  delivered: 'delivered',
  returned_partial: 'returned',
  returned: 'returned',
} as const satisfies Record<OrderFacts['fulfillmentStatus'], OrderState>

/** Not paid yet, and its goods still held. */
export function isPayable(order: OrderFacts, now: Date): boolean {
  return order.status === 'awaiting_payment' && order.holdExpiresAt !== null && order.holdExpiresAt > now
}

/** The order that waits to be paid, when there is one. */
export function payableOrder({ orders, now }: Situation): OrderFacts | undefined {
  return orders.find((order) => isPayable(order, now))
}

function isOpen(order: OrderFacts): boolean {
  return !['delivered', 'returned', 'canceled', 'expired'].includes(stateOf(order))
}

/** The open orders; without one, the latest there was. */
export function showOrders(situation: Situation): Reply {
  const open = situation.orders.filter(isOpen)
  const [latest] = situation.orders
  const [first, second] = open
  if (second !== undefined) return listOrders(situation, open)
  const order = first ?? latest
  return order === undefined ? noOrders(situation) : showOrder(situation, order)
}

function noOrders(situation: Situation): Turn {
  const text = orderTexts.none(situation.language, {})
  return answered(situation, {
    say: { kind: 'buttons', text, choices: homeChoices(situation) },
    purpose: 'order_status',
  })
}

function listOrders(situation: Situation, orders: readonly OrderFacts[]): Turn {
  const { language } = situation
  const choices = orders.slice(0, mostRows).map((order): Choice => {
    const state = orderTexts.shortStates(language, { state: stateOf(order) })
    return {
      verb: 'order',
      args: [packUuid(order.id)],
      title: orderTexts.title(language, { number: String(order.number) }),
      description: `${amountText(worthOf(order), order.currency, language)} · ${state}`,
    }
  })
  const say = {
    kind: 'list' as const,
    text: orderTexts.which(language, {}),
    button: titled(situation, 'choose'),
    sections: [{ title: titled(situation, 'ordersSection'), choices }],
  }
  return answered(situation, { say, purpose: 'order_status' })
}

export function showOrderOf(situation: Situation, orderId: string): Reply {
  const order = situation.orders.find(({ id }) => id === orderId)
  return order === undefined ? showOrders(situation) : showOrder(situation, order)
}

export function showOrderNumbered(situation: Situation, number: number): Reply {
  const order = situation.orders.find((each) => each.number === number)
  if (order !== undefined) return showOrder(situation, order)
  const text = orderTexts.notFound(situation.language, { number: fence(number, situation.language) })
  return answered(situation, {
    say: { kind: 'buttons', text, choices: homeChoices(situation) },
    purpose: 'order_status',
  })
}

/** One order and the next step it offers. */
export function showOrder(situation: Situation, order: OrderFacts, lead: string | null = null): Turn {
  if (isPayable(order, situation.now)) return payLink(situation, order)
  const text = paragraphs(lead, statusText(situation, order))
  const state = stateOf(order)
  if (state !== 'expired' && state !== 'canceled' && state !== 'delivered') {
    const url = `${situation.publicUrl}/o/${order.token}`
    return answered(situation, {
      say: { kind: 'link', text, title: titled(situation, 'track'), url },
      purpose: 'order_status',
    })
  }
  const packed = packUuid(order.id)
  const choices = [
    state === 'expired'
      ? choice(situation, 'pay-again', { title: 'newLink', args: [packed] })
      : choice(situation, 'order-again', { title: 'again', args: [packed] }),
    choice(situation, 'agent', { title: 'agent' }),
  ]
  return answered(situation, { say: { kind: 'buttons', text, choices }, purpose: 'order_status' })
}

/** In cash only what comes is paid for. */
function worthOf(order: OrderFacts): number {
  return order.status === 'canceled' ? order.total : dueOf(order)
}

function statusText({ language }: Situation, order: OrderFacts): string {
  return orderTexts.status(language, {
    number: fence(order.number, language),
    amount: amountText(worthOf(order), order.currency, language),
    state: orderTexts[stateOf(order)](language, {}),
  })
}

/** A cart that became an order makes no second one. */
export function alreadyOrdered(situation: Situation, order: OrderFacts): Turn {
  return showOrder(
    situation,
    order,
    orderTexts.already(situation.language, { number: fence(order.number, situation.language) }),
  )
}
