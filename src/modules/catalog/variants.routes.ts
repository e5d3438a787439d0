import { amountIn, loadStore } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { given, route, type ZodApp } from '#platform/http.ts'
import { NotFound } from '#shared/errors.ts'
import { retailerIdIsFixed } from './catalog-changes.ts'
import { addVariant, archiveVariant, editVariant, type VariantChanges } from './edit-variants.ts'
import {
  NewVariantBody,
  newVariantOf,
  ProductParams,
  StockBody,
  VariantChangesBody,
  VariantParams,
  VariantView,
} from './products.schemas.ts'
import { viewVariant } from './products.views.ts'
import { readProductOfVariant } from './read-products.ts'
import { adjustStock, setStock } from './stock-count.ts'

const tags = ['variants']

/** Variants and their stock. */
export function variantRoutes(app: ZodApp): void {
  editRoutes(app)
  route(app, {
    method: 'POST',
    url: '/v1/variants/:variantId/archive',
    scope: 'catalog:write',
    summary: 'Take a variant out of the shop for good',
    tags,
    params: VariantParams,
    reply: { 200: VariantView },
    handle: async (ctx, { params }) => {
      await archiveVariant(ctx, params.variantId)
      return shown(ctx, params.variantId)
    },
  })
  route(app, {
    method: 'PUT',
    url: '/v1/variants/:variantId/stock',
    scope: 'catalog:write',
    summary: 'Set or adjust the stock of a variant',
    description: 'onHand is a count of the shelf; adjustBy is what came in or went missing.',
    tags,
    params: VariantParams,
    body: StockBody,
    reply: { 200: VariantView },
    handle: async (ctx, { params: { variantId }, body: { onHand, adjustBy = 0, reason } }) => {
      if (onHand === undefined) await adjustStock(ctx, { variantId, adjustBy, reason })
      else await setStock(ctx, { variantId, onHand, reason })
      return shown(ctx, variantId)
    },
  })
}

function editRoutes(app: ZodApp): void {
  route(app, {
    method: 'POST',
    url: '/v1/products/:productId/variants',
    scope: 'catalog:write',
    summary: 'Add a variant to a product',
    tags,
    params: ProductParams,
    body: NewVariantBody,
    reply: { 201: VariantView },
    handle: async (ctx, { params, body }) => {
      const variant = newVariantOf(await loadStore(ctx), body)
      return shown(ctx, await addVariant(ctx, { ...params, variant }))
    },
  })
  route(app, {
    method: 'PATCH',
    url: '/v1/variants/:variantId',
    scope: 'catalog:write',
    summary: 'Change a variant',
    tags,
    params: VariantParams,
    body: VariantChangesBody,
    reply: { 200: VariantView },
    handle: async (ctx, { params, body, ifMatch }) => {
      const store = await loadStore(ctx)
      const { retailerId, price, compareAt, ...others } = body
      const changes = given<VariantChanges>({
        ...others,
        price: price && amountIn(store, price),
        compareAt: compareAt && amountIn(store, compareAt),
      })
      await refuseOtherRetailerId(ctx, params.variantId, retailerId)
      await editVariant(ctx, { ...params, changes, expectedVersion: ifMatch })
      return shown(ctx, params.variantId)
    },
  })
}

/** Sending it back as it was read is no change. */
async function refuseOtherRetailerId(
  ctx: StoreContext,
  variantId: string,
  retailerId: string | undefined,
): Promise<void> {
  if (retailerId === undefined) return
  const { variants } = await readProductOfVariant(ctx, variantId)
  const known = variants.find(({ id }) => id === variantId)
  if (known?.retailerId !== retailerId) throw retailerIdIsFixed()
}

async function shown(ctx: StoreContext, variantId: string) {
  const { currency, variants } = await readProductOfVariant(ctx, variantId)
  const variant = variants.find(({ id }) => id === variantId)
  if (variant === undefined) throw new NotFound('variant', variantId)
  return viewVariant(variant, currency)
}
