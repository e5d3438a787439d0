import { addToLines, type LinesVerdict, type QuoteLine, setLineQuantity } from '#modules/cart/index.ts'
import { cartTexts } from '#modules/conversation/texts/cart-texts.ts'
import { amountText, fence } from '#modules/conversation/texts/phrases.ts'
import type { Choice, Reply, Say, Situation } from '#modules/conversation/turn.types.ts'
import { packUuid } from '#shared/ids.ts'
import { pick } from '#shared/language.ts'
import { notForSale } from './browse.ts'
import { showCart } from './cart.ts'
import { itemName } from './lines.ts'
import { pageOf } from './paging.ts'
import { answered, choice, pending, titled, withCart } from './turns.ts'

/** Puts something in. */
export function add(situation: Situation, wanted: { variantId: string; quantity: number }): Reply {
  const variant = situation.variants.find(({ variantId }) => variantId === wanted.variantId)
  if (variant === undefined || !variant.sellable) return notForSale(situation, variant)
  const line = { variantId: variant.variantId, quantity: wanted.quantity, seenPrice: variant.price }
  const item = itemName(variant, situation)
  const verdict = addToLines(situation.cart.lines, line)
  return afterChange(situation, { verdict, lead: cartTexts.added(situation.language, { item }) })
}

/** Sets how many of a line are wanted; none takes it out. */
export function setQuantity(situation: Situation, wanted: { variantId: string; quantity: number }): Reply {
  const verdict = setLineQuantity(situation.cart.lines, wanted)
  if (!verdict.changed && verdict.reason === 'bad_quantity') return askAgain(situation, wanted.variantId)
  return afterChange(situation, { verdict, lead: cartTexts.changed(situation.language, {}) })
}

function afterChange(situation: Situation, { verdict, lead }: { verdict: LinesVerdict; lead: string }): Reply {
  const limits = cartTexts.limits(situation.language, {})
  if (!verdict.changed) return showCart(situation, verdict.reason === 'too_many_lines' ? { notes: [limits] } : {})
  const changed = withCart(situation, { lines: verdict.lines })
  return showCart(changed, verdict.capped ? { lead, notes: [limits] } : { lead })
}

function askAgain(situation: Situation, variantId: string): Reply {
  const asking = pending(situation, { step: 'quantity', memory: { variantId } })
  const say: Say = {
    kind: 'buttons',
    text: cartTexts.notANumber(situation.language, {}),
    choices: [
      choice(situation, 'remove', { title: 'remove', args: [packUuid(variantId)] }),
      choice(situation, 'cart', { title: 'viewCart' }),
    ],
  }
  return answered(asking, { say, purpose: 'cart' })
}

/** Which line to change; with one line there is nothing to ask. */
export function editCart(situation: Situation, page: number): Reply {
  const quote = situation.quote(situation.cart.lines)
  const [first, second] = quote.lines
  if (first === undefined) return showCart(situation)
  if (second === undefined) return editLine(situation, first.variantId)
  const rows = quote.lines.map((line) => lineRow(situation, line))
  const say: Say = {
    kind: 'list',
    text: cartTexts.askWhichLine(situation.language, {}),
    button: titled(situation, 'choose'),
    sections: [
      {
        title: titled(situation, 'cartSection'),
        choices: pageOf(situation, { rows, page, verb: 'edit-cart', args: [] }),
      },
    ],
  }
  return answered(situation, { say, purpose: 'cart' })
}

function lineRow({ language, store }: Situation, line: QuoteLine): Choice {
  const price = `${line.quantity} × ${amountText(line.unitPrice, store.currency, language)}`
  const option = pick(line.optionTitle, language, store.defaultLanguage)
  return {
    verb: 'line',
    args: [packUuid(line.variantId)],
    title: pick(line.title, language, store.defaultLanguage),
    description: option === '' ? price : `${price} · ${fence(option, language)}`,
  }
}

/** Asks how many of one line. */
export function editLine(situation: Situation, variantId: string): Reply {
  const line = situation.quote(situation.cart.lines).lines.find((each) => each.variantId === variantId)
  if (line === undefined) return showCart(situation)
  const asking = pending(situation, { step: 'quantity', memory: { variantId } })
  const packed = packUuid(variantId)
  const say: Say = {
    kind: 'buttons',
    text: cartTexts.askLine(situation.language, { item: itemName(line, situation), quantity: line.quantity }),
    choices: [
      choice(situation, 'remove', { title: 'remove', args: [packed] }),
      choice(situation, 'add', { title: 'oneMore', args: [packed, '1'] }),
      choice(situation, 'cart', { title: 'viewCart' }),
    ],
  }
  return answered(asking, { say, purpose: 'cart' })
}
