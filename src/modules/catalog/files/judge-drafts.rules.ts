import type { Currency } from '#shared/money.ts'
import type { Draft, KnownProduct, ProductPatch, RowFault } from './import.types.ts'
import type { PlanFault, ProductPlan } from './plan.types.ts'
import { planProduct } from './plan-product.rules.ts'

export type Catalog = {
  byHandle: ReadonlyMap<string, KnownProduct>
  bySku: ReadonlyMap<string, KnownProduct>
  skuOfRetailerId: ReadonlyMap<string, string>
  images: ReadonlySet<string>
}

export type Judging = { catalog: Catalog; currency: Currency; newId: () => string }

/**
 * Plans the drafts one after another, each against the catalog as the ones before it leave it, so that two rows may
 * speak of two variants of one product.
 */
export function judgeDrafts(
  drafts: readonly Draft[],
  { catalog, currency, newId }: Judging,
): { plans: ProductPlan[]; refused: RowFault[][] } {
  const state = { ...catalog, byHandle: new Map(catalog.byHandle), bySku: new Map(catalog.bySku) }
  const skuOfRetailerId = new Map(catalog.skuOfRetailerId)
  const plans: ProductPlan[] = []
  const refused: RowFault[][] = []
  const refuse = (draft: Draft, { path, code, message, fix }: PlanFault) =>
    refused.push([{ ...draft.placeOf(path), code, message, fix }])
  for (const draft of drafts) {
    const found = findProduct(draft.patch, { ...state, skuOfRetailerId })
    if ('fault' in found) {
      refuse(draft, found.fault)
      continue
    }
    const isTaken = (handle: string) => state.byHandle.has(handle)
    const verdict = planProduct(draft.patch, found.product, { currency, newId, isTaken })
    if ('fault' in verdict) {
      refuse(draft, verdict.fault)
      continue
    }
    const { after } = verdict.plan
    plans.push(verdict.plan)
    state.byHandle.set(after.handle, after)
    for (const { sku, retailerId } of after.variants) {
      state.bySku.set(sku, after)
      skuOfRetailerId.set(retailerId, sku)
    }
  }
  return { plans, refused }
}

type Found = { product: KnownProduct | null } | { fault: PlanFault }

function findProduct(patch: ProductPatch, catalog: Catalog): Found {
  const owners = patch.variants.map(({ sku }) => catalog.bySku.get(sku) ?? null)
  const owned = owners.filter((owner) => owner !== null)
  const product = patch.handle === undefined ? (owned[0] ?? null) : (catalog.byHandle.get(patch.handle) ?? null)
  const foreign = owners.findIndex((owner) => owner !== null && owner.id !== product?.id)
  if (foreign >= 0) return { fault: takenSku(foreign) }
  const taken = patch.variants.findIndex(({ sku, retailerId }, place) => {
    const holder = catalog.skuOfRetailerId.get(retailerId ?? sku)
    return owners[place] === null && holder !== undefined && holder !== sku
  })
  if (taken >= 0) return { fault: takenRetailerId(taken) }
  const missing = patch.images?.findIndex((id) => !catalog.images.has(id)) ?? -1
  return missing >= 0 ? { fault: missingImage(missing) } : { product }
}

function takenSku(place: number): PlanFault {
  return {
    path: ['variants', place, 'sku'],
    code: 'sku-taken',
    message: 'Another product of the store has a variant of this SKU.',
    fix: 'Use another SKU, or the handle of that product.',
  }
}

function takenRetailerId(place: number): PlanFault {
  return {
    path: ['variants', place, 'retailerId'],
    code: 'sku-taken',
    message: 'Another variant of the store has this retailer id.',
    fix: 'Give the row a retailer id of its own.',
  }
}

function missingImage(place: number): PlanFault {
  return {
    path: ['images', place],
    code: 'image-not-found',
    message: 'The store has no picture of this id.',
    fix: 'Add pictures with POST /v1/products/{productId}/images and name their ids.',
  }
}
