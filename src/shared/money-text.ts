import { type Currency, exponentOf } from './currencies.ts'
import { toArabicDigits, toLatinDigits } from './digits.ts'
import type { Language } from './language.ts'
import { type Money, money } from './money-arithmetic.ts'

const wholeOrGrouped = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/

/**
 * Reads an amount in major units ("60", "1,234.50", "٦٠٫٥"); null when it is not one, carries more decimals than the
 * currency has, or does not fit. A comma only groups thousands; U+066B and U+066C are the Arabic point and comma.
 */
export function parseMajor(text: string, currency: Currency): Money | null {
  const exponent = exponentOf(currency)
  const plain = toLatinDigits(text).trim().replaceAll('٫', '.').replaceAll('٬', ',').replace(/^[−]/, '-')
  const [, sign = '', whole = '', fraction = ''] = wholeOrGrouped.exec(plain) ?? []
  if (whole === '' || fraction.length > exponent) return null
  return moneyOrNull(Number(`${sign}${whole.replaceAll(',', '')}${fraction.padEnd(exponent, '0')}`), currency)
}

/**
 * Reads a JSON number in major units, as Meta sends `item_price`: by its shortest decimal spelling, so 1.005 is not
 * 1.00499…, rounding half-up whatever exceeds the currency's decimals; null when negative, not finite or too large.
 */
export function parseMajorNumber(major: number, currency: Currency): Money | null {
  const exponent = exponentOf(currency)
  if (!(major >= 0 && major <= Number.MAX_SAFE_INTEGER)) return null
  // From here down JavaScript spells numbers as 1e-7, and no currency has that many decimals.
  if (major < 1e-6) return money(0, currency)
  const [whole = '', fraction = ''] = String(major).split('.')
  const kept = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'))
  const roundUp = fraction.charAt(exponent) >= '5'
  return moneyOrNull(roundUp ? kept + 1 : kept, currency)
}

/** Major units with all of the currency's decimals: "60.00", "1.250", "500". */
export function toMajor(m: Money): string {
  const { sign, whole, fraction } = partsOf(m)
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`
}

/** A price the way Meta's catalog batch takes it: "60.00 EGP". */
export function metaPrice(m: Money): string {
  return `${toMajor(m)} ${m.currency}`
}

export type MoneyFormat = {
  /** Digits of the store's choice; Latin unless told. */
  digits?: 'latin' | 'arabic'
  /** `always` keeps the decimals of a round amount ("104.00"), for columns; `auto` drops them. */
  minor?: 'auto' | 'always'
}

const arabicSigns: ReadonlyMap<Currency, string> = new Map([
  ['AED', 'د.إ'],
  ['BHD', 'د.ب'],
  ['DZD', 'د.ج'],
  ['EGP', 'ج.م'],
  ['IQD', 'د.ع'],
  ['JOD', 'د.أ'],
  ['KWD', 'د.ك'],
  ['LBP', 'ل.ل'],
  ['LYD', 'د.ل'],
  ['MAD', 'د.م'],
  ['MRU', 'أ.م'],
  ['OMR', 'ر.ع'],
  ['QAR', 'ر.ق'],
  ['SAR', 'ر.س'],
  ['SDG', 'ج.س'],
  ['SYP', 'ل.س'],
  ['TND', 'د.ت'],
  ['YER', 'ر.ي'],
])

/** An amount for people: "SAR 1,234.50", "104 ر.س". Not fenced for direction: the caller isolates it. */
export function formatMoney(m: Money, language: Language, format: MoneyFormat = {}): string {
  const { sign, whole, fraction } = partsOf(m)
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  const showMinor = fraction !== '' && (format.minor === 'always' || Number(fraction) !== 0)
  const figure = showMinor ? `${grouped}.${fraction}` : grouped
  const written = format.digits === 'arabic' ? inArabicFigures(figure) : figure
  if (language === 'ar') return `${sign}${written} ${arabicSigns.get(m.currency) ?? m.currency}`
  return `${sign}${m.currency} ${written}`
}

function inArabicFigures(figure: string): string {
  return toArabicDigits(figure.replaceAll(',', '٬').replaceAll('.', '٫'))
}

function partsOf(m: Money): { sign: string; whole: string; fraction: string } {
  const { amount, currency } = money(m.amount, m.currency)
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0')
  const point = digits.length - exponent
  return { sign: amount < 0 ? '-' : '', whole: digits.slice(0, point), fraction: digits.slice(point) }
}

function moneyOrNull(amount: number, currency: Currency): Money | null {
  return Number.isSafeInteger(amount) ? money(amount, currency) : null
}
