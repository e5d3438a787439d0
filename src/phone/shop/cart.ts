import type { CatalogItem } from '#phone/state/types.ts'
import { type Money, money, multiply, sum, toMajor } from '#shared/money.ts'
import { isInStock } from './group.ts'

/** WhatsApp takes at most 99 of one item into a cart. */
export const MOST_OF_ONE = 99

/** `seenMinor` is the price the catalog showed when the item was put in, in minor units. */
export type CartLine = { readonly retailerId: string; readonly quantity: number; readonly seenMinor: number }

/** The app's own cart: one per chat, unknown to the shop until it is sent. */
export type Cart = { readonly lines: readonly CartLine[]; readonly note: string }

export const emptyCart: Cart = { lines: [], note: '' }

/** Puts more of an item in; what the catalog shows now becomes the price seen. */
export function putIn(cart: Cart, item: CatalogItem, quantity: number): Cart {
  const total = quantityOf(cart, item.retailerId) + quantity
  const line = { retailerId: item.retailerId, quantity: withinLimit(total), seenMinor: item.minor }
  const known = cart.lines.some(({ retailerId }) => retailerId === item.retailerId)
  if (!known) return { ...cart, lines: [...cart.lines, line] }
  return { ...cart, lines: cart.lines.map((each) => (each.retailerId === item.retailerId ? line : each)) }
}

/** Nothing of it takes the line out. */
export function setQuantity(cart: Cart, retailerId: string, quantity: number): Cart {
  const lines = cart.lines.map((line) =>
    line.retailerId === retailerId ? { ...line, quantity: withinLimit(quantity) } : line,
  )
  return { ...cart, lines: lines.filter((line) => line.quantity > 0) }
}

export function withNote(cart: Cart, note: string): Cart {
  return { ...cart, note }
}

function withinLimit(quantity: number): number {
  return Math.min(MOST_OF_ONE, Math.max(0, Math.trunc(quantity)))
}

export function quantityOf(cart: Cart, retailerId: string): number {
  return cart.lines.find((line) => line.retailerId === retailerId)?.quantity ?? 0
}

export function countOf(cart: Cart): number {
  return cart.lines.reduce((count, { quantity }) => count + quantity, 0)
}

export type PricedLine = {
  line: CartLine
  /** Null when the catalog no longer shows it. */
  item: CatalogItem | null
  unit: Money
  total: Money
  /** What the item cost when it was put in, when that was another price. */
  before: Money | null
  sendable: boolean
}

export type PricedCart = { lines: PricedLine[]; total: Money; sendable: boolean }

/** The cart at the prices the catalog shows now; what it no longer sells is not counted. */
export function priceCart(cart: Cart, items: readonly CatalogItem[], currency: string): PricedCart {
  const byId = new Map(items.map((item) => [item.retailerId, item]))
  const lines = cart.lines.map((line) => priceLine(line, byId.get(line.retailerId) ?? null, currency))
  const sendable = lines.filter((line) => line.sendable)
  return {
    lines,
    total: sum(
      sendable.map(({ total }) => total),
      currency,
    ),
    sendable: sendable.length > 0,
  }
}

function priceLine(line: CartLine, item: CatalogItem | null, currency: string): PricedLine {
  const unit = money(item?.minor ?? line.seenMinor, currency)
  const changed = unit.amount !== line.seenMinor
  return {
    line,
    item,
    unit,
    total: multiply(unit, line.quantity),
    before: changed ? money(line.seenMinor, currency) : null,
    sendable: item !== null && isInStock(item),
  }
}

export type OrderToSend = {
  items: { retailerId: string; quantity: number; itemPrice: number; currency: string }[]
  note?: string
}

/** What the app sends: the prices are those on the screen, in major units as Meta writes them. */
export function orderOf({ lines }: PricedCart, note: string): OrderToSend {
  const items = lines
    .filter(({ sendable }) => sendable)
    .map(({ line, unit }) => ({
      retailerId: line.retailerId,
      quantity: line.quantity,
      itemPrice: Number(toMajor(unit)),
      currency: unit.currency,
    }))
  const said = note.trim()
  return said === '' ? { items } : { items, note: said }
}
