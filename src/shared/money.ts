export { type Currency, currencies, exponentOf } from './currencies.ts'
export {
  add,
  allocate,
  compare,
  isNegative,
  type Money,
  money,
  multiply,
  percentOf,
  subtract,
  sum,
  taxIncluded,
  taxOnTop,
  zero,
} from './money-arithmetic.ts'
export { chargeGrid, fromStripeAmount, roundToGrid, stripeAmount } from './money-charging.ts'
export { formatMoney, type MoneyFormat, metaPrice, parseMajor, parseMajorNumber, toMajor } from './money-text.ts'
