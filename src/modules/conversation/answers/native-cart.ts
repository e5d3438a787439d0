import { type Cart, type CartLine, tidyLines } from '#modules/cart/index.ts'
import { pinArgs } from '#modules/conversation/actions.rules.ts'
import type { ClaimedItem } from '#modules/conversation/inbound.types.ts'
import type { Intent, Pin } from '#modules/conversation/intent.types.ts'
import { cartTexts, problemTexts } from '#modules/conversation/texts/cart-texts.ts'
import { fence, pieceCount } from '#modules/conversation/texts/phrases.ts'
import type { Reply, Situation, Turn, Verdict } from '#modules/conversation/turn.types.ts'
import type { OrderFacts } from '#modules/orders/index.ts'
import { parseMajorNumber } from '#shared/money.ts'
import { notForSale } from './browse.ts'
import { pinHolds, sameGoods, showCart, stale } from './cart.ts'
import { add } from './cart-edit.ts'
import { checkout } from './checkout.ts'
import { homeChoices } from './home.ts'
import { countOf } from './lines.ts'
import { payableOrder } from './order-status.ts'
import { payLink } from './pay-link.ts'
import { answered, choice, paragraphs, pending, withCart, withStock, withVariants } from './turns.ts'

type Arrived = { lines: readonly CartLine[]; note: string | null }

/** The cart sent from WhatsApp's catalog. Its prices are claims: what was seen, to be told apart from what is charged. */
export function receiveCart(situation: Situation, sent: { items: readonly ClaimedItem[]; note: string | null }): Reply {
  const { language } = situation
  const claims = sent.items.map((item) => claimOf(item, situation))
  const known = claims.filter((claim) => claim !== null)
  const { lines, capped } = tidyLines(known)
  if (lines.length === 0) return known.length > 0 ? nothingFits(situation) : notForSale(situation, undefined)
  const unknown = claims.length - known.length
  const notes = [
    ...(unknown > 0 ? [problemTexts.unknown(language, { count: unknown })] : []),
    ...(capped ? [cartTexts.limits(language, {})] : []),
  ]
  return takeIn(situation, { lines, note: sent.note }, notes)
}

function nothingFits(situation: Situation): Turn {
  const text = cartTexts.limits(situation.language, {})
  return answered(situation, { say: { kind: 'buttons', text, choices: homeChoices(situation) }, purpose: 'cart' })
}

function claimOf({ retailerId, quantity, price, currency }: ClaimedItem, situation: Situation): CartLine | null {
  const variant = situation.variants.find((each) => each.retailerId === retailerId)
  if (variant === undefined) return null
  const comparable = price !== null && currency === situation.store.currency
  const seen = comparable ? parseMajorNumber(price, situation.store.currency) : null
  return { variantId: variant.variantId, quantity, seenPrice: seen?.amount ?? null }
}

/** "Order D-41", as a link has it: when it names one thing, that thing goes straight to the till. */
export function orderedByName(situation: Situation, wish: Extract<Intent, { is: 'search' }>): Reply | null {
  const [only, other] = situation.cards.flatMap((card) => card.variants.filter((variant) => variant.sellable))
  if (!wish.order || only === undefined || other !== undefined) return null
  const knowing = withVariants(situation, [...situation.variants, only])
  const line = { variantId: only.variantId, quantity: wish.quantity ?? 1, seenPrice: null }
  return situation.cart.lines.length > 0 ? add(knowing, line) : takeIn(knowing, { lines: [line], note: null })
}

/** What came goes into an empty cart at once; into one that holds something else only when the shopper says how. */
export function takeIn(situation: Situation, arrived: Arrived, notes: readonly string[] = []): Reply {
  const { cart } = situation
  const unpaid = payableOrder(situation)
  if (cart.lines.length > 0 && !sameGoods(cart.lines, arrived.lines)) {
    return hasAnyOf(situation, arrived) ? askMerge(situation, arrived) : nothingOfIt(situation, notes)
  }
  if (cart.lines.length === 0 && unpaid !== undefined) {
    if (sameGoods(unpaid.lines.map(claimed), arrived.lines)) return payLink(situation, unpaid)
    const free = withoutHoldsOf(situation, unpaid)
    return hasAnyOf(free, arrived) ? askMergeOrder(situation, arrived, unpaid) : nothingOfIt(situation, notes)
  }
  return goOnWith(situation, arrived, notes)
}

function hasAnyOf({ quote }: Situation, { lines }: Arrived): boolean {
  return quote(lines).lines.length > 0
}

/** There is nothing to add and nothing to replace with, so there is no question to ask. */
function nothingOfIt(situation: Situation, notes: readonly string[]): Turn {
  const text = paragraphs(...notes, problemTexts.nothingLeft(situation.language, {}))
  const forgotten = pending(situation, { memory: { arrived: undefined } })
  return answered(forgotten, { say: { kind: 'buttons', text, choices: homeChoices(situation) }, purpose: 'cart' })
}

function claimed({ variantId, quantity }: { variantId: string; quantity: number }): CartLine {
  return { variantId, quantity, seenPrice: null }
}

function goOnWith(situation: Situation, { lines, note }: Arrived, notes: readonly string[] = []): Reply {
  const filled = withCart(pending(situation, { memory: { arrived: undefined } }), {
    lines: [...lines],
    note: note ?? situation.cart.note,
    shownQuote: null,
  })
  return notes.length > 0 ? showCart(filled, { notes }) : checkout(filled)
}

function askMerge(situation: Situation, arrived: Arrived): Turn {
  const { language, cart } = situation
  const text = cartTexts.askMerge(language, { items: pieceCount(language, { count: countOf(cart.lines) }) })
  const args = pinArgs({ cartId: cart.id, digest: '' })
  const choices = [
    choice(situation, 'merge-add', { title: 'mergeAdd', args }),
    choice(situation, 'merge-replace', { title: 'mergeReplace', args }),
  ]
  const waiting = pending(situation, { memory: { arrived } })
  return answered(waiting, { say: { kind: 'buttons', text, choices }, purpose: 'cart' })
}

function askMergeOrder(situation: Situation, arrived: Arrived, order: OrderFacts): Turn {
  const { language, cart } = situation
  const text = cartTexts.askMergeOrder(language, { number: fence(order.number, language) })
  const args = pinArgs({ cartId: cart.id, digest: '' })
  const choices = [
    choice(situation, 'merge-add', { title: 'mergeAdd', args }),
    choice(situation, 'merge-replace', { title: 'mergeReplace', args }),
    choice(situation, 'merge-apart', { title: 'mergeApart', args }),
  ]
  const waiting = pending(situation, { memory: { arrived } })
  return answered(waiting, { say: { kind: 'buttons', text, choices }, purpose: 'cart' })
}

/** The answer to "add to it or replace it?". */
export function merge(situation: Situation, { how, pin }: { how: 'add' | 'replace' | 'apart'; pin: Pin }): Reply {
  const { cart, chat } = situation
  const { arrived } = chat.memory
  if (arrived === undefined || !pinHolds(pin, situation)) return stale(situation, pin)
  if (how === 'apart') return goOnWith(situation, arrived)
  const unpaid = cart.lines.length === 0 ? payableOrder(situation) : undefined
  if (unpaid !== undefined) return mergeOrder(situation, { how, arrived, order: unpaid })
  return goOnWith(situation, how === 'add' ? joined(cart.lines, arrived) : arrived)
}

function joined(lines: readonly CartLine[], arrived: Arrived): Arrived {
  return { ...arrived, lines: tidyLines([...lines, ...arrived.lines]).lines }
}

type OrderMerge = { how: 'add' | 'replace'; arrived: Arrived; order: OrderFacts }

/** The unpaid order makes way: its goods come free and its link ends before another order is made. */
function mergeOrder(situation: Situation, { how, arrived, order }: OrderMerge): Reply {
  const next = (verdict: Verdict): Reply => {
    if (verdict.of !== 'cart') return goOnWith(situation, arrived)
    const open = onceReopened(situation, order, verdict.cart)
    return goOnWith(open, how === 'add' ? joined(verdict.cart.lines, arrived) : arrived)
  }
  return { act: { do: 'reopen', orderId: order.id }, next }
}

/** The order's goods are free again, for this shopper too: their own hold must not stand in their way. */
export function onceReopened(situation: Situation, order: OrderFacts, cart: Cart): Situation {
  return { ...withoutHoldsOf(situation, order), cart }
}

function withoutHoldsOf(situation: Situation, order: OrderFacts): Situation {
  return withStock(situation, new Map(order.lines.map(({ variantId, quantity }) => [variantId, quantity])))
}

/** While "add or replace?" is open, going on without an answer would lose what came: the question comes first. */
export function askedToMerge(situation: Situation): Reply | null {
  const { arrived } = situation.chat.memory
  return arrived === undefined ? null : takeIn(situation, arrived)
}
