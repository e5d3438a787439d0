import { macOf } from '#shared/mac.ts'
import type { CartLine, CartProblem, Quote, QuoteLine } from './cart.types.ts'
import { tidyLines } from './lines.rules.ts'
import { type LineFigures, priceOrder } from './pricing.rules.ts'

const quoteMinutes = 30

/** What a quote must know of a variant; the catalog's SellableVariant fits. */
export type QuotableVariant = Pick<
  QuoteLine,
  'variantId' | 'productId' | 'sku' | 'title' | 'optionTitle' | 'imageId'
> & {
  price: number
  available: number
  whyNot: 'archived' | 'draft' | 'hidden' | 'sold_out' | null
}

export type QuoteTerms = {
  lines: readonly CartLine[]
  /** May hold more than the cart names; one that is missing here is no longer known. */
  variants: readonly QuotableVariant[]
  /** The delivery fee is in minor units. */
  store: { currency: string; deliveryFee: number }
  now: Date
}

/**
 * What the cart costs at today's prices. A line is quoted with as many as there are; what cannot be bought is left out;
 * each difference from what the shopper asked for or saw is a problem to be said in words.
 */
export function quoteCart({ lines, variants, store, now }: QuoteTerms): Quote {
  const known = new Map(variants.map((variant) => [variant.variantId, variant]))
  const judged = tidyLines(lines).lines.map((line) => judgeLine(line, known.get(line.variantId)))
  const sold = judged.flatMap(({ sold }) => sold ?? [])
  const figures = priceOrder({
    currency: store.currency,
    lines: sold,
    // Stores offer no discounts yet, and their prices include the tax.
    discountBp: 0,
    taxBp: 0,
    delivery: sold.length === 0 ? 0 : store.deliveryFee,
  })
  const quoted = sold.flatMap((line, index) => withFigures(line, figures.lines[index]))
  return {
    ...figures,
    currency: store.currency,
    lines: quoted,
    problems: judged.flatMap(({ problems }) => problems),
    digest: digestOf({ ...figures, currency: store.currency, lines: quoted }),
    expiresAt: new Date(now.getTime() + quoteMinutes * 60_000),
  }
}

type SoldLine = Omit<QuoteLine, keyof LineFigures>

function withFigures(line: SoldLine, figures: LineFigures | undefined): QuoteLine[] {
  return figures === undefined ? [] : [{ ...line, ...figures }]
}

type Judged = { sold: SoldLine | null; problems: CartProblem[] }

function judgeLine(line: CartLine, variant: QuotableVariant | undefined): Judged {
  const { variantId, quantity: wanted } = line
  if (variant === undefined) {
    return { sold: null, problems: [{ kind: 'unavailable', variantId, whyNot: 'unknown', title: {}, optionTitle: {} }] }
  }
  const names = { variantId, title: variant.title, optionTitle: variant.optionTitle }
  if (variant.whyNot !== null && variant.whyNot !== 'sold_out') {
    return { sold: null, problems: [{ ...names, kind: 'unavailable', whyNot: variant.whyNot }] }
  }
  if (variant.available <= 0) return { sold: null, problems: [{ ...names, kind: 'sold_out', wanted }] }
  const problems = [...judgeQuantity(wanted, variant), ...judgePrice(line, variant)]
  return { sold: soldLine(line, variant), problems: problems.map((problem) => ({ ...names, ...problem })) }
}

function judgeQuantity(wanted: number, { available }: QuotableVariant) {
  return wanted > available ? [{ kind: 'only_left' as const, wanted, available }] : []
}

function judgePrice({ seenPrice }: CartLine, { price }: QuotableVariant) {
  if (seenPrice === null || seenPrice === price) return []
  const kind = price > seenPrice ? ('price_up' as const) : ('price_down' as const)
  return [{ kind, seenPrice, unitPrice: price }]
}

function soldLine({ quantity, seenPrice }: CartLine, variant: QuotableVariant): SoldLine {
  const { variantId, productId, sku, title, optionTitle, imageId, price, available } = variant
  return {
    variantId,
    productId,
    sku,
    title,
    optionTitle,
    imageId,
    quantity: Math.min(quantity, available),
    unitPrice: price,
    seenPrice,
  }
}

type Charged = Pick<Quote, 'currency' | 'lines' | 'discount' | 'tax' | 'delivery' | 'rounding' | 'total'>

/** Everything that is charged and nothing else: names, pictures and the order of the lines do not count. */
function digestOf({ currency, lines, discount, tax, delivery, rounding, total }: Charged): string {
  const charges = lines
    .map((line) => [line.variantId, line.quantity, line.unitPrice, line.discount, line.tax].join(' '))
    .sort()
  // No secret: the code only has to tell charges apart.
  return macOf(new Uint8Array(), 'quote', [currency, charges, discount, tax, delivery, rounding, total])
}
