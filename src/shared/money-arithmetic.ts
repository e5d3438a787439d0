import { type Currency, exponentOf } from './currencies.ts'

/** An amount in minor units, always a safe integer; negative for what is owed back. */
export type Money = { readonly amount: number; readonly currency: Currency }

/** Throws RangeError unless the amount is a safe integer and the currency is an active ISO 4217 code. */
export function money(amount: number, currency: Currency): Money {
  exponentOf(currency)
  // Adding zero turns -0 into 0, which JSON, SQL and deep equality would tell apart.
  return { amount: safe(amount) + 0, currency }
}

export function zero(currency: Currency): Money {
  return money(0, currency)
}

export function add(a: Money, b: Money): Money {
  assertSameCurrency(a, b)
  return money(safe(a.amount) + safe(b.amount), a.currency)
}

export function subtract(a: Money, b: Money): Money {
  assertSameCurrency(a, b)
  return money(safe(a.amount) - safe(b.amount), a.currency)
}

export function sum(list: readonly Money[], currency: Currency): Money {
  return list.reduce(add, zero(currency))
}

/** Quantity must be a whole number. */
export function multiply(m: Money, quantity: number): Money {
  return money(safe(m.amount) * safe(quantity), m.currency)
}

export function compare(a: Money, b: Money): -1 | 0 | 1 {
  assertSameCurrency(a, b)
  const difference = safe(a.amount) - safe(b.amount)
  if (difference === 0) return 0
  return difference < 0 ? -1 : 1
}

export function isNegative(m: Money): boolean {
  return safe(m.amount) < 0
}

/** A share in basis points (1 % = 100), rounded half-up: a tie goes away from zero, so refunds mirror charges. */
export function percentOf(m: Money, basisPoints: number): Money {
  return ratioOf(m, BigInt(safe(basisPoints)), wholeInBasisPoints)
}

/** The tax to add to a net amount, rounded half-up; call it per line. */
export function taxOnTop(net: Money, rateBp: number): Money {
  return percentOf(net, rateOf(rateBp))
}

/** The tax a gross amount already contains, rounded half-up; call it per line. */
export function taxIncluded(gross: Money, rateBp: number): Money {
  const rate = BigInt(rateOf(rateBp))
  return ratioOf(gross, rate, wholeInBasisPoints + rate)
}

/**
 * Spreads an amount by whole, non-negative weights so that the shares add up exactly (largest remainder, ties to the
 * earlier share); throws RangeError when there is something to spread and no weight to carry it.
 */
export function allocate(m: Money, weights: readonly number[]): Money[] {
  const total = weights.reduce((whole, weight) => whole + BigInt(weightOf(weight)), 0n)
  if (total === 0n) return allocateNothing(m, weights.length)
  const sign = isNegative(m) ? -1 : 1
  const target = BigInt(m.amount * sign)
  const shares = weights.map((weight, index) => {
    const exact = target * BigInt(weight)
    return { index, floor: exact / total, remainder: exact % total }
  })
  const missing = Number(target - shares.reduce((given, share) => given + share.floor, 0n))
  const favored = new Set(
    shares
      .toSorted((a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder))
      .slice(0, missing)
      .map((share) => share.index),
  )
  return shares.map(({ index, floor }) => money(sign * (Number(floor) + Number(favored.has(index))), m.currency))
}

/** Nearest multiple of `step` (both in minor units), ties away from zero. */
export function roundToStep(m: Money, step: number): Money {
  return money(divideHalfUp(BigInt(safe(m.amount)), BigInt(step)) * step, m.currency)
}

const wholeInBasisPoints = 10_000n

function ratioOf(m: Money, numerator: bigint, denominator: bigint): Money {
  return money(divideHalfUp(BigInt(safe(m.amount)) * numerator, denominator), m.currency)
}

function divideHalfUp(dividend: bigint, divisor: bigint): number {
  const magnitude = dividend < 0n ? -dividend : dividend
  const rounded = (2n * magnitude + divisor) / (2n * divisor)
  return Number(dividend < 0n ? -rounded : rounded)
}

function allocateNothing(m: Money, count: number): Money[] {
  if (m.amount !== 0) throw new RangeError('An amount cannot be spread over weights that add up to nothing.')
  return Array.from({ length: count }, () => zero(m.currency))
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Money counts in safe integers, not ${value}.`)
  return value
}

function rateOf(rateBp: number): number {
  if (safe(rateBp) < 0) throw new RangeError(`A tax rate is not negative: ${rateBp}.`)
  return rateBp
}

function weightOf(weight: number): number {
  if (safe(weight) < 0) throw new RangeError(`A weight is not negative: ${weight}.`)
  return weight
}

function assertSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} do not mix.`)
}
