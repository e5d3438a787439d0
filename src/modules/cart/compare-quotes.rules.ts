import type { Quote, QuoteLine } from './cart.types.ts'

export type QuoteChange =
  | { kind: 'removed'; line: QuoteLine }
  | { kind: 'added'; line: QuoteLine }
  | { kind: 'quantity'; line: QuoteLine; from: number; to: number }
  | { kind: 'price'; line: QuoteLine; from: number; to: number }
  | { kind: 'delivery' | 'discount' | 'tax' | 'rounding' | 'total'; from: number; to: number }

const figures = ['delivery', 'discount', 'tax', 'rounding', 'total'] as const

/** What a shopper who said yes to `shown` must hear before `current` is charged; nothing when the charges are equal. */
export function compareQuotes(shown: Quote, current: Quote): QuoteChange[] {
  if (shown.digest === current.digest) return []
  const before = new Map(shown.lines.map((line) => [line.variantId, line]))
  const after = new Map(current.lines.map((line) => [line.variantId, line]))
  return [
    ...shown.lines.flatMap((line) => compareLine(line, after.get(line.variantId))),
    ...current.lines.filter((line) => !before.has(line.variantId)).map((line) => ({ kind: 'added' as const, line })),
    ...figures.flatMap((kind) =>
      shown[kind] === current[kind] ? [] : [{ kind, from: shown[kind], to: current[kind] }],
    ),
  ]
}

function compareLine(shown: QuoteLine, current: QuoteLine | undefined): QuoteChange[] {
  if (current === undefined) return [{ kind: 'removed', line: shown }]
  const changes: QuoteChange[] = []
  if (shown.quantity !== current.quantity) {
    changes.push({ kind: 'quantity', line: current, from: shown.quantity, to: current.quantity })
  }
  if (shown.unitPrice !== current.unitPrice) {
    changes.push({ kind: 'price', line: current, from: shown.unitPrice, to: current.unitPrice })
  }
  return changes
}
