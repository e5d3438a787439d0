import type { z } from 'zod'
import type { Currency, Money } from '#shared/money.ts'
import type { Place, ProductPatch, RowFault, VariantPatch } from './import.types.ts'
import { ImportedProductBody } from './imported-product.schemas.ts'

export type PatchReading = { patch: ProductPatch } | { faults: RowFault[] }

type PlaceOf = (path: readonly PropertyKey[]) => Place

/** Holds a product of a file against the limits of the API; says of each place that breaks one where it stands. */
export function readPatch(
  input: unknown,
  { currency, placeOf }: { currency: Currency; placeOf: PlaceOf },
): PatchReading {
  const parsed = ImportedProductBody.safeParse(input)
  if (!parsed.success) return { faults: parsed.error.issues.map((issue) => faultOf(issue, placeOf)) }
  const { variants, ...product } = parsed.data
  const foreign = variants.findIndex(({ price, compareAt }) =>
    [price, compareAt].some((amount) => amount != null && amount.currency !== currency),
  )
  if (foreign >= 0) {
    const place = placeOf(['variants', foreign, 'currency'])
    return { faults: [{ ...place, ...otherCurrency(currency) }] }
  }
  return { patch: { ...product, variants: variants.map(inMinorUnits) } }
}

function inMinorUnits({
  price,
  compareAt,
  ...variant
}: z.output<typeof ImportedProductBody>['variants'][number]): VariantPatch {
  return {
    ...variant,
    ...(price !== undefined && { price: price.amount }),
    ...(compareAt !== undefined && { compareAt: amountOf(compareAt) }),
  }
}

function amountOf(money: Money | null): number | null {
  return money === null ? null : money.amount
}

function faultOf(issue: z.core.$ZodIssue, placeOf: PlaceOf): RowFault {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path
  return { ...placeOf(path), code: 'cell-invalid', message: issue.message, fix: 'Correct it here and import again.' }
}

export function otherCurrency(currency: Currency) {
  return {
    code: 'currency-mismatch',
    message: `The store sells in ${currency}.`,
    fix: `Give the amounts in ${currency}.`,
  }
}
