import type { StoreContext } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import { Invalid, Refused } from '#shared/errors.ts'
import type { CatalogFault } from './product.rules.ts'

/** Tells whoever mirrors the catalog that these variants look different now. */
export async function tellChanged(ctx: StoreContext, productId: string, variantIds: readonly string[]): Promise<void> {
  if (variantIds.length === 0) return
  const payload = { variantIds }
  await emit(ctx.tx, [{ storeId: ctx.storeId, type: 'catalog.item-changed', subjectId: productId, payload }])
}

/** Throws Invalid with the fault's code and way out, when there is one. */
export function refuseFault(fault: CatalogFault | null): void {
  if (fault === null) return
  throw new Invalid(fault.code, fault.message, fault.details ?? {}, fault.fix)
}

export function retailerIdIsFixed(): Refused {
  return new Refused(
    'retailer-id-fixed',
    'The retailer id is what Meta knows the item by, so it stays as it was made.',
    {},
    'Archive this variant and add a new one with the other retailer id.',
  )
}
