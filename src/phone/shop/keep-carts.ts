import { fields, list, text } from '#phone/state/fields.ts'
import type { Fields } from '#phone/state/types.ts'
import { type Cart, emptyCart, MOST_OF_ONE } from './cart.ts'

const place = 'dukkan.carts'

/** The carts this browser kept; what is not a cart is dropped. */
export function recallCarts(): Record<string, Cart> {
  try {
    return readCarts(localStorage.getItem(place))
  } catch {
    // A browser that keeps nothing starts with empty carts.
    return {}
  }
}

export function rememberCarts(carts: Record<string, Cart>): void {
  try {
    const full = Object.entries(carts).filter(([, cart]) => cart.lines.length > 0)
    localStorage.setItem(place, JSON.stringify(Object.fromEntries(full)))
  } catch {
    return
  }
}

export function readCarts(json: string | null): Record<string, Cart> {
  if (json === null) return {}
  const kept = Object.entries(fields(JSON.parse(json))).map(([key, cart]) => [key, readCart(fields(cart))] as const)
  return Object.fromEntries(kept)
}

function readCart({ lines, note }: Fields): Cart {
  const read = list(lines).flatMap((line) => {
    const { quantity, seenMinor } = line
    const retailerId = text(line.retailerId)
    if (retailerId === '' || !isCount(quantity, MOST_OF_ONE) || !isCount(seenMinor, Number.MAX_SAFE_INTEGER)) return []
    return [{ retailerId, quantity, seenMinor }]
  })
  return { ...emptyCart, lines: read, note: text(note) }
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= most
}
