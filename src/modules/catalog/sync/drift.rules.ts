import { exponentOf } from '#shared/money.ts'
import { toLatinDigits } from '#shared/text.ts'

/** An item as we last knew Meta to have it. */
export type Expected = {
  title: string
  /** The price before any sale, in minor units of `currency`. */
  price: number
  currency: string
  availability: string
}

/** An item as Meta reads it back; what it leaves out is not judged. */
export type Remote = { name?: string | undefined; price?: string | undefined; availability?: string | undefined }

export type DriftField = 'title' | 'price' | 'availability'

/** Where Meta's copy differs from what it was told. */
export function driftOf(expected: Expected, remote: Remote): DriftField[] {
  const { name, price, availability } = remote
  return [
    name !== undefined && name !== expected.title && ('title' as const),
    price !== undefined && !isPrice(price, expected) && ('price' as const),
    availability !== undefined && availability !== expected.availability && ('availability' as const),
  ].filter((field) => field !== false)
}

/**
 * Whether a price for people ("$1,234.50", "SAR60", "١٠٫٥ ر.س") can mean this amount. Its format follows Meta's locale of
 * the account, so only the digits speak, and round amounts may come without decimals.
 */
function isPrice(shown: string, { price, currency }: Expected): boolean {
  const digits = toLatinDigits(shown).replace(/\D/g, '').replace(/^0+/, '')
  return digits === '' || digits === String(price) || digits + '0'.repeat(exponentOf(currency)) === String(price)
}
