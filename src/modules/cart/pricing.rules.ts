import {
  add,
  allocate,
  type Currency,
  type Money,
  money,
  multiply,
  percentOf,
  roundToGrid,
  subtract,
  sum,
  taxOnTop,
} from '#shared/money.ts'

export type PricedLine = { unitPrice: number; quantity: number }

export type PriceTerms = {
  currency: Currency
  lines: readonly PricedLine[]
  /** Off the whole order, in basis points. */
  discountBp: number
  /** On top of the discounted lines, in basis points; 0 where prices include the tax. */
  taxBp: number
  delivery: number
}

export type LineFigures = { total: number; discount: number; tax: number }

/** Minor units; total = subtotal - discount + tax + delivery + rounding, and the lines add up to the first three. */
export type Figures = {
  lines: LineFigures[]
  subtotal: number
  discount: number
  tax: number
  delivery: number
  rounding: number
  total: number
}

/**
 * Works out an order to the last minor unit: the discount is a share of the subtotal (half-up) spread over the lines by
 * largest remainder, the tax is half-up per line on what is left of it, and the total is put on the grid the currency
 * can be charged in, with the rounding as a figure of its own.
 */
export function priceOrder({ currency, lines, discountBp, taxBp, delivery }: PriceTerms): Figures {
  const totals = lines.map((line) => multiply(money(line.unitPrice, currency), line.quantity))
  const subtotal = sum(totals, currency)
  const discount = percentOf(subtotal, discountBp)
  const discounts = allocate(
    discount,
    totals.map((total) => total.amount),
  )
  const taxes = totals.map((total, index) => taxOnTop(subtract(total, at(discounts, index)), taxBp))
  const tax = sum(taxes, currency)
  const { rounded, rounding } = roundToGrid(add(add(subtract(subtotal, discount), tax), money(delivery, currency)))
  return {
    lines: totals.map((total, index) => ({
      total: total.amount,
      discount: at(discounts, index).amount,
      tax: at(taxes, index).amount,
    })),
    subtotal: subtotal.amount,
    discount: discount.amount,
    tax: tax.amount,
    delivery,
    rounding: rounding.amount,
    total: rounded.amount,
  }
}

function at(amounts: readonly Money[], index: number): Money {
  const amount = amounts[index]
  if (amount === undefined) throw new RangeError(`There is no line ${index}.`)
  return amount
}
