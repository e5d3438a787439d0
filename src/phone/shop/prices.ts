import { fields, list, text } from '#phone/state/fields.ts'
import type { Fields, Language } from '#phone/state/types.ts'
import {
  currencies,
  formatMoney,
  type Money,
  money,
  multiply,
  parseMajor,
  parseMajorNumber,
  sum,
} from '#shared/money.ts'

/** A price as shops of this language write it, fenced off from the text around it. */
export function priceText(amount: Money, language: Language): string {
  return `\u2068${formatMoney(amount, language)}\u2069`
}

/** Meta's own wording of a price ("SAR 12.50") as shops of this language write it; anything else as it is. */
export function shownPrice(price: string, language: Language): string {
  const [, currency = '', figure = ''] = /^([A-Z]{3}) ([\d.,]+)$/.exec(price) ?? []
  if (!currencies.includes(currency)) return price
  const amount = parseMajor(figure, currency)
  return amount === null ? price : priceText(amount, language)
}

export type SentLine = { retailerId: string; quantity: number; unit: Money | null }

/** A cart as it was sent, its prices those the shopper saw. */
export type SentCart = { lines: SentLine[]; count: number; total: Money | null; note: string }

/** Reads the body of an `order` message; a price Meta could not have sent has no unit. */
export function readSentCart(body: Fields): SentCart {
  const order = fields(body.order)
  const lines = list(order.product_items).map(readLine)
  return {
    lines,
    count: lines.reduce((count, { quantity }) => count + quantity, 0),
    total: totalOf(lines),
    note: text(order.text),
  }
}

function readLine(item: Fields): SentLine {
  const price = Number(item.item_price)
  return {
    retailerId: text(item.product_retailer_id),
    quantity: Number(item.quantity) || 0,
    unit: unitOf(price, text(item.currency)),
  }
}

function unitOf(price: number, currency: string): Money | null {
  try {
    return parseMajorNumber(price, currency)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Null when a line has no price or currencies differ: a sum would be a lie. */
function totalOf(lines: readonly SentLine[]): Money | null {
  const units = lines.flatMap(({ unit, quantity }) => (unit === null ? [] : [{ unit, quantity }]))
  const [first] = units
  if (first === undefined || units.length < lines.length) return null
  if (units.some(({ unit }) => unit.currency !== first.unit.currency)) return null
  return sum(
    units.map(({ unit, quantity }) => multiply(unit, quantity)),
    first.unit.currency,
  )
}

/** The amount an item costs now. */
export function itemPrice({ minor, currency }: { minor: number; currency: string }): Money {
  return money(minor, currency)
}
