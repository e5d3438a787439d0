import type { CartLine } from './cart.types.ts'

export const mostPerLine = 99
export const mostLines = 100

export type LinesVerdict =
  | { changed: true; lines: CartLine[]; capped: boolean }
  | { changed: false; reason: 'too_many_lines' | 'bad_quantity' | 'not_in_cart' }

/** Puts more of a variant in; `capped` says that not all of it fit under the limit per line. */
export function addToLines(lines: readonly CartLine[], added: CartLine): LinesVerdict {
  const present = lines.find((line) => line.variantId === added.variantId)
  if (!isQuantity(added.quantity)) return { changed: false, reason: 'bad_quantity' }
  if (present === undefined) return append(lines, added)
  return replace(lines, { ...added, quantity: present.quantity + added.quantity })
}

/** Sets how many of a variant are wanted; 0 takes it out. */
export function setLineQuantity(lines: readonly CartLine[], wanted: Omit<CartLine, 'seenPrice'>): LinesVerdict {
  const present = lines.find((line) => line.variantId === wanted.variantId)
  if (present === undefined) return { changed: false, reason: 'not_in_cart' }
  if (wanted.quantity === 0) return removeFromLines(lines, wanted.variantId)
  if (!isQuantity(wanted.quantity)) return { changed: false, reason: 'bad_quantity' }
  return replace(lines, { ...present, quantity: wanted.quantity })
}

export function removeFromLines(lines: readonly CartLine[], variantId: string): LinesVerdict {
  const left = lines.filter((line) => line.variantId !== variantId)
  if (left.length === lines.length) return { changed: false, reason: 'not_in_cart' }
  return { changed: true, lines: left, capped: false }
}

/**
 * A whole cart from outside (WhatsApp's own cart, an order to be edited) made ours: one line per variant, the price seen
 * last; quantities that are no quantity, and lines or units over the limits, are dropped and `capped` says so.
 */
export function tidyLines(claims: readonly CartLine[]): { lines: CartLine[]; capped: boolean } {
  let lines: CartLine[] = []
  let capped = false
  for (const claim of claims) {
    const verdict = addToLines(lines, claim)
    if (verdict.changed) lines = verdict.lines
    capped ||= !verdict.changed || verdict.capped
  }
  return { lines, capped }
}

function append(lines: readonly CartLine[], added: CartLine): LinesVerdict {
  if (lines.length >= mostLines) return { changed: false, reason: 'too_many_lines' }
  const line = { ...added, quantity: Math.min(added.quantity, mostPerLine) }
  return { changed: true, lines: [...lines, line], capped: added.quantity > mostPerLine }
}

function replace(lines: readonly CartLine[], wanted: CartLine): LinesVerdict {
  const line = { ...wanted, quantity: Math.min(wanted.quantity, mostPerLine) }
  return {
    changed: true,
    lines: lines.map((each) => (each.variantId === wanted.variantId ? line : each)),
    capped: wanted.quantity > mostPerLine,
  }
}

function isQuantity(quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity > 0
}
