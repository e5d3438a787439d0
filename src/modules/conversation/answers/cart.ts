import type { CartLine, Quote } from '#modules/cart/index.ts'
import { pinArgs } from '#modules/conversation/actions.rules.ts'
import type { Pin } from '#modules/conversation/intent.types.ts'
import { cartTexts, problemTexts } from '#modules/conversation/texts/cart-texts.ts'
import type { Choice, Reply, Situation, Turn } from '#modules/conversation/turn.types.ts'
import { homeChoices } from './home.ts'
import { figuresText, linesText } from './lines.ts'
import { alreadyOrdered, payableOrder } from './order-status.ts'
import { payLink } from './pay-link.ts'
import { mustBeSaid, problemSentences } from './problems.ts'
import { answered, choice, paragraphs, titled, withCart } from './turns.ts'

/** Whether a button was made from the cart as it stands now. */
export function pinHolds({ cartId, version }: Pin, { cart }: Situation): boolean {
  return version === cart.version && (version === 0 || cartId === cart.id)
}

/** The cart as it was just shown: what cannot be bought is out of it, and the prices shown are the prices seen. */
export function asShown(situation: Situation, quote: Quote): Situation {
  const { cart } = situation
  const lines = quote.lines.map(({ variantId, quantity, unitPrice }) => ({ variantId, quantity, seenPrice: unitPrice }))
  const unchanged = sameLines(cart.lines, lines) && cart.shownQuote?.digest === quote.digest
  return unchanged ? situation : withCart(situation, { lines, shownQuote: quote })
}

function sameLines(one: readonly CartLine[], other: readonly CartLine[]): boolean {
  return JSON.stringify(one.map(lineKey)) === JSON.stringify(other.map(lineKey))
}

const lineKey = ({ variantId, quantity, seenPrice }: CartLine) => [variantId, quantity, seenPrice]

/** The same things in the same numbers, whatever the prices seen. */
export function sameGoods(one: readonly CartLine[], other: readonly CartLine[]): boolean {
  const goods = (lines: readonly CartLine[]) =>
    lines.map(({ variantId, quantity }) => `${variantId} ${quantity}`).sort()
  return goods(one).join() === goods(other).join()
}

export type Showing = {
  /** What is said first; the default names the cart. */
  lead?: string
  /** Things that went wrong before, said before everything else. */
  notes?: readonly string[]
}

/** The cart with today's prices, and what is not as it was shown before. */
export function showCart(situation: Situation, { lead, notes = [] }: Showing = {}): Turn {
  const quote = situation.quote(situation.cart.lines)
  if (quote.lines.length === 0) return nothingToShow(situation, { quote, notes })
  const problems = [...notes, ...problemSentences(quote, situation)]
  const { language } = situation
  const first = problems.length > 0 ? problemTexts.newCart(language, {}) : (lead ?? cartTexts.cart(language, {}))
  const figures = figuresText(quote, situation)
  const lines = linesText(quote, situation, [...problems, first, figures])
  const text = paragraphs(...problems, first, lines, figures)
  const choices = cartChoices(situation, quote)
  return answered(asShown(situation, quote), { say: { kind: 'buttons', text, choices }, purpose: 'cart' })
}

function nothingToShow(situation: Situation, { quote, notes }: { quote: Quote; notes: readonly string[] }): Turn {
  const { language } = situation
  const lost = quote.problems.length > 0
  const unpaid = payableOrder(situation)
  // What was in the cart has become an order that waits for its payment: that is where things stand.
  if (!lost && unpaid !== undefined) return payLink(situation, unpaid)
  const emptied = lost ? withCart(situation, { lines: [], shownQuote: null }) : situation
  const text = lost ? problemTexts.nothingLeft(language, {}) : cartTexts.empty(language, {})
  return answered(emptied, {
    say: { kind: 'buttons', text: paragraphs(...notes, text), choices: homeChoices(situation) },
    purpose: 'cart',
  })
}

function cartChoices(situation: Situation, quote: Quote): Choice[] {
  const args = pinArgs({ cartId: situation.cart.id, digest: quote.digest })
  const dearer = quote.problems.some((problem) => problem.kind === 'price_up')
  const lost = quote.problems.some(mustBeSaid)
  const changed = lost ? 'goOn' : 'checkout'
  return [
    choice(situation, 'checkout', { title: dearer ? 'acceptTotal' : changed, args }),
    choice(situation, 'edit-cart', { title: 'editCart' }),
    choice(situation, 'browse', { title: 'keepShopping' }),
  ]
}

/** An old button says where things stand now. */
export function stale(situation: Situation, pin: Pin): Reply {
  const order = situation.orders.find(({ cartId }) => cartId === pin.cartId)
  if (order !== undefined) return alreadyOrdered(situation, order)
  return showCart(situation, { lead: cartTexts.stale(situation.language, {}) })
}

export function emptyCart(situation: Situation, pin: Pin): Reply {
  if (!pinHolds(pin, situation)) return stale(situation, pin)
  const emptied = withCart(situation, { lines: [], note: null, shownQuote: null })
  const text = cartTexts.emptied(situation.language, {})
  return answered(emptied, { say: { kind: 'buttons', text, choices: homeChoices(situation) }, purpose: 'cart' })
}

export function askEmpty(situation: Situation): Turn {
  const args = pinArgs({ cartId: situation.cart.id, digest: '' })
  return answered(situation, {
    say: {
      kind: 'buttons',
      text: cartTexts.askEmpty(situation.language, {}),
      choices: [
        choice(situation, 'empty-cart', { title: 'emptyCart', args }),
        { verb: 'cart', args: [], title: titled(situation, 'keepCart') },
      ],
    },
    purpose: 'cart',
  })
}
