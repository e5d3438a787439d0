import { type Currency, exponentOf } from './currencies.ts'
import { type Money, money, roundToStep, subtract } from './money-arithmetic.ts'

/**
 * Decimals Stripe counts in where they differ from ISO 4217: UGX and ISK are sent with two (always 00), MGA with none.
 * https://docs.stripe.com/currencies
 */
const stripeExponents: ReadonlyMap<Currency, number> = new Map([
  ['UGX', 2],
  ['ISK', 2],
  ['MGA', 0],
])

/** Three decimals, of which Stripe wants the last one to be 0. */
const lastDigitZero: ReadonlySet<Currency> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])

/** Stripe lists no exponent for these, so any figure sent would be a guess by a factor of ten or more. */
const notOnStripe: ReadonlySet<Currency> = new Set(['CLF', 'IQD', 'LYD', 'UYI', 'UYW'])

/** Every amount charged is a multiple of this many minor units: 10 for the Gulf's three-decimal currencies, mostly 1. */
export function chargeGrid(currency: Currency): number {
  if (lastDigitZero.has(currency)) return 10
  const unchargeable = exponentOf(currency) - stripeExponentOf(currency)
  return unchargeable > 0 ? 10 ** unchargeable : 1
}

/** Puts a total on the charge grid, nearest with ties up; `rounding` is the line that says so (rounded - m). */
export function roundToGrid(m: Money): { rounded: Money; rounding: Money } {
  const rounded = roundToStep(m, chargeGrid(m.currency))
  return { rounded, rounding: subtract(rounded, m) }
}

/** The integer Stripe expects; throws RangeError when the amount is off the grid or Stripe has no such currency. */
export function stripeAmount(m: Money): number {
  const { amount, currency } = money(m.amount, m.currency)
  assertOnStripe(currency)
  const grid = chargeGrid(currency)
  if (amount % grid !== 0) {
    throw new RangeError(`${amount} minor units of ${currency} are not on the grid of ${grid} that Stripe can charge.`)
  }
  const shift = stripeExponentOf(currency) - exponentOf(currency)
  return money(shift < 0 ? amount / 10 ** -shift : amount * 10 ** shift, currency).amount
}

/** Reads an amount Stripe reports; its currency codes are lower-case and accepted so. */
export function fromStripeAmount(reported: number, stripeCurrency: string): Money {
  const currency = stripeCurrency.toUpperCase()
  assertOnStripe(currency)
  const shift = stripeExponentOf(currency) - exponentOf(currency)
  if (shift <= 0) return money(reported * 10 ** -shift, currency)
  if (reported % 10 ** shift !== 0) {
    throw new RangeError(`Stripe reported ${reported} for ${currency}, which has no such fraction.`)
  }
  return money(reported / 10 ** shift, currency)
}

function stripeExponentOf(currency: Currency): number {
  return stripeExponents.get(currency) ?? exponentOf(currency)
}

function assertOnStripe(currency: Currency): void {
  if (notOnStripe.has(currency)) throw new RangeError(`Stripe does not charge in ${currency}.`)
}
