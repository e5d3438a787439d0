import {
  handleOf,
  judgeVariants,
  optionTitleOf,
  type ProductOption,
  searchTextOf,
  type VariantFacts,
} from '#modules/catalog/product.rules.ts'
import type { LocalizedText } from '#shared/language.ts'
import type { Currency } from '#shared/money.ts'
import type { KnownProduct, KnownVariant, ProductPatch, TextPatch, VariantPatch } from './import.types.ts'
import { mergeOptions } from './merge-options.rules.ts'
import type { PlanFault, PlannedProduct, PlannedVariant, ProductPlan } from './plan.types.ts'

export type Planning = {
  currency: Currency
  newId: () => string
  /** Whether another product of the store, or of the file, has this handle. */
  isTaken: (handle: string) => boolean
}

export type PlanVerdict = { plan: ProductPlan } | { fault: PlanFault }

/** What is to be written so that the catalog says what the file says; whatever the file does not name stays. */
export function planProduct(patch: ProductPatch, known: KnownProduct | null, planning: Planning): PlanVerdict {
  const fitted = fitOptions(patch, known)
  if ('fault' in fitted) return fitted
  const variants = mergeVariants(patch, { known, fitted, planning })
  if ('fault' in variants) return variants
  const live = [...variants.merged, ...variants.others]
  const fault = judgeVariants(live, { options: fitted.options, currency: planning.currency })
  if (fault !== null) return { fault: { path: ['variants'], ...fault } }
  const product = mergeProduct(patch, { known, options: fitted.options, planning })
  if ('fault' in product) return product
  const searchText = searchTextOf({ ...product, skus: live.map(({ sku }) => sku) })
  const settled = live.map((variant) => settle(variant, { productId: product.id, options: fitted.options }))
  return { plan: compare({ patch, known, product: { ...product, searchText }, variants: settled }) }
}

type Fitted = { options: ProductOption[]; placesOf: (variant: VariantPatch) => number[] | undefined }

/** What the file says adds to the options there are; other options altogether take all of the product's variants. */
function fitOptions(patch: ProductPatch, known: KnownProduct | null): Fitted | { fault: PlanFault } {
  const told = patch.options
  const asTold = (variant: VariantPatch) => variant.optionValues
  if (told === undefined) return { options: known?.options ?? [], placesOf: asTold }
  const merged = known === null ? null : mergeOptions(known.options, told)
  if (merged !== null) {
    const placesOf = ({ optionValues }: VariantPatch) =>
      optionValues?.map((value, option) => merged.placeOf(option, value))
    return { options: merged.options, placesOf }
  }
  return othersOf(patch, known).length > 0 ? { fault: otherOptions } : { options: told, placesOf: asTold }
}

const otherOptions: PlanFault = {
  path: ['options'],
  code: 'options-differ',
  message: 'The product has other options, and variants that the file does not name.',
  fix: 'Name all variants of the product, or keep its options as they are.',
}

function othersOf(patch: ProductPatch, known: KnownProduct | null): KnownVariant[] {
  const named = new Set(patch.variants.map(({ sku }) => sku))
  return (known?.variants ?? []).filter(({ sku, archived }) => !archived && !named.has(sku))
}

/** A variant before its title is known; `id` is new for one that the product did not have. */
type Merged = VariantFacts & { id: string; position: number }
type Merging = { known: KnownProduct | null; fitted: Fitted; planning: Planning }

function mergeVariants(
  patch: ProductPatch,
  { known, fitted, planning }: Merging,
): { merged: Merged[]; others: KnownVariant[] } | { fault: PlanFault } {
  const bySku = new Map(known?.variants.map((variant) => [variant.sku, variant]))
  let next = 1 + Math.max(-1, ...(known?.variants ?? []).map(({ position }) => position))
  const merged: Merged[] = []
  for (const [place, told] of patch.variants.entries()) {
    const before = bySku.get(told.sku)
    const fault = judgeVariant(told, before)
    if (fault !== null) return { fault: { ...fault, path: ['variants', place, ...fault.path] } }
    const given = { ...told, optionValues: fitted.placesOf(told) }
    merged.push(
      before === undefined
        ? addedVariant(given, { id: planning.newId(), position: next++ })
        : editedVariant(given, before),
    )
  }
  return { merged, others: othersOf(patch, known) }
}

function addedVariant(told: VariantPatch, { id, position }: { id: string; position: number }): Merged {
  const { sku, retailerId = sku, optionValues = [], price = 0, compareAt = null } = told
  return { id, sku, retailerId, optionValues, price, compareAt, position }
}

function editedVariant(told: VariantPatch, before: KnownVariant): Merged {
  const { optionValues = before.optionValues, price = before.price, compareAt = before.compareAt } = told
  return { ...before, optionValues, price, compareAt }
}

function judgeVariant(told: VariantPatch, before: KnownVariant | undefined): PlanFault | null {
  if (before?.archived) return archivedVariant
  if (before === undefined) return told.price === undefined ? priceMissing : null
  const renamed = told.retailerId !== undefined && told.retailerId !== before.retailerId
  return renamed ? retailerIdFixed : null
}

const archivedVariant: PlanFault = {
  path: ['sku'],
  code: 'variant-archived',
  message: 'The variant of this SKU is out of the shop for good.',
  fix: 'Give the variant another SKU.',
}
const priceMissing: PlanFault = {
  path: ['price'],
  code: 'price-missing',
  message: 'A new variant needs a price.',
  fix: 'Give the row a price.',
}
const retailerIdFixed: PlanFault = {
  path: ['retailerId'],
  code: 'retailer-id-fixed',
  message: 'The retailer id is what Meta knows the item by, so it stays as it was made.',
  fix: 'Leave the cell empty, or use another SKU.',
}

type Parts = { known: KnownProduct | null; options: ProductOption[]; planning: Planning }
type Unsearched = Omit<PlannedProduct, 'searchText'>

function mergeProduct(patch: ProductPatch, { known, options, planning }: Parts): Unsearched | { fault: PlanFault } {
  const title = patched(known?.title ?? {}, patch.title)
  if (Object.keys(title).length === 0) return { fault: titleMissing }
  const id = known?.id ?? planning.newId()
  return {
    id,
    handle: known?.handle ?? patch.handle ?? madeHandle({ id, title, planning }),
    title,
    description: patched(known?.description ?? {}, patch.description),
    brand: patch.brand === undefined ? (known?.brand ?? null) : patch.brand,
    status: patch.status ?? known?.status ?? 'draft',
    hidden: patch.hidden ?? known?.hidden ?? false,
    options,
  }
}

const titleMissing: PlanFault = {
  path: ['title'],
  code: 'title-missing',
  message: 'A product needs a title, and this one is new.',
  fix: 'Give its first row a title; for a change of a product you have, check the SKU or handle.',
}

function madeHandle({ id, title, planning }: { id: string; title: LocalizedText; planning: Planning }): string {
  const made = handleOf(title)
  const unique = id.slice(-12)
  if (made === null) return `product-${unique}`
  return planning.isTaken(made) ? `${made.slice(0, 50)}-${unique}` : made
}

function patched(known: LocalizedText, patch: TextPatch | undefined): LocalizedText {
  const entries = Object.entries({ ...known, ...patch }).filter(([, text]) => text !== null && text !== undefined)
  return Object.fromEntries(entries)
}

function settle(
  { id, sku, retailerId, optionValues, price, compareAt, position }: Merged | KnownVariant,
  { productId, options }: { productId: string; options: ProductOption[] },
): PlannedVariant {
  const title = optionTitleOf(options, optionValues)
  return { id, productId, sku, retailerId, title, optionValues: [...optionValues], price, compareAt, position }
}

type Comparison = {
  patch: ProductPatch
  known: KnownProduct | null
  product: PlannedProduct
  variants: PlannedVariant[]
}

function compare({ patch, known, product, variants }: Comparison): ProductPlan {
  const before = new Map(known?.variants.map((variant) => [variant.id, variant]))
  const added = variants.filter(({ id }) => !before.has(id))
  const changed = variants.filter((variant) => differs(variant, before.get(variant.id)))
  const counts = countsOf({ patch, known, variants })
  const pictures = patch.images ?? known?.images ?? []
  const sameImages = isSame(pictures, known?.images ?? [])
  const isChanged = known === null || !isSame(factsOf(product), factsOf(known)) || added.length > 0 || !sameImages
  const shown = isChanged ? variants : changed
  const touched = [...new Set([...shown.map(({ id }) => id), ...counts.map(({ variantId }) => variantId)])]
  return {
    verdict: verdictOf(known, touched),
    product: isChanged ? product : null,
    added,
    changed,
    counts,
    images: sameImages ? null : { productId: product.id, mediaIds: pictures },
    touched,
    after: { ...product, images: pictures, variants: afterwards({ known, variants, counts }) },
  }
}

function verdictOf(known: KnownProduct | null, touched: readonly string[]): ProductPlan['verdict'] {
  if (known === null) return 'created'
  return touched.length === 0 ? 'unchanged' : 'updated'
}

function countsOf({ patch, known, variants }: Omit<Comparison, 'product'>): ProductPlan['counts'] {
  const before = new Map(known?.variants.map(({ sku, onHand }) => [sku, onHand]))
  const idOf = new Map(variants.map(({ sku, id }) => [sku, id]))
  return patch.variants.flatMap(({ sku, onHand }) => {
    const variantId = idOf.get(sku)
    if (variantId === undefined || onHand === undefined || before.get(sku) === onHand) return []
    return [{ variantId, onHand }]
  })
}

type Afterwards = { known: KnownProduct | null; variants: PlannedVariant[]; counts: ProductPlan['counts'] }

function afterwards({ known, variants, counts }: Afterwards): KnownVariant[] {
  const before = new Map(known?.variants.map(({ id, onHand }) => [id, onHand]))
  const counted = new Map(counts.map(({ variantId, onHand }) => [variantId, onHand]))
  const live = variants.map((variant) => ({
    ...variant,
    archived: false,
    onHand: counted.get(variant.id) ?? before.get(variant.id) ?? null,
  }))
  return [...live, ...(known?.variants ?? []).filter(({ archived }) => archived)]
}

function differs(variant: PlannedVariant, known: KnownVariant | undefined): boolean {
  return known !== undefined && !isSame(shownOf(variant), shownOf(known))
}

function shownOf({ title, optionValues, price, compareAt }: PlannedVariant | KnownVariant) {
  return { title: ordered(title), optionValues, price, compareAt }
}

function factsOf({ title, description, brand, status, hidden, options }: Omit<Unsearched, 'id' | 'handle'>) {
  return {
    title: ordered(title),
    description: ordered(description),
    brand,
    status,
    hidden,
    options: options.map(sorted),
  }
}

function sorted({ name, values }: ProductOption) {
  return { name: ordered(name), values: values.map(ordered) }
}

function ordered({ en, ar }: LocalizedText) {
  return { en, ar }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
