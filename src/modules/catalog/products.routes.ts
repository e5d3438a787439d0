import { loadStore } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { given, pageOf, route, type WrittenRows, writtenPage, type ZodApp } from '#platform/http.ts'
import { createProduct } from './create-product.ts'
import { editProduct, type ProductChanges } from './edit-product.ts'
import {
  NewProductBody,
  newVariantOf,
  ProductChangesBody,
  ProductPage,
  ProductParams,
  ProductQuery,
  ProductView,
} from './products.schemas.ts'
import { listProducts, type ProductRow, readProduct, readProducts } from './read-products.ts'

const tags = ['products']

/** Products: put into the catalog, found, changed and archived. */
export function productRoutes(app: ZodApp, written: WrittenRows<ProductRow>): void {
  const changed = async (ctx: StoreContext, productId: string) => written.changed(await readProduct(ctx, productId))
  readRoutes(app, written)
  route(app, {
    method: 'POST',
    url: '/v1/products',
    scope: 'catalog:write',
    summary: 'Add a product',
    tags,
    body: NewProductBody,
    reply: { 201: ProductView },
    handle: async (ctx, { body }) => {
      const store = await loadStore(ctx)
      const variants = body.variants.map((variant) => newVariantOf(store, variant))
      return changed(ctx, await createProduct(ctx, { ...body, description: body.description ?? {}, variants }))
    },
  })
  route(app, {
    method: 'PATCH',
    url: '/v1/products/:productId',
    scope: 'catalog:write',
    summary: 'Change a product',
    tags,
    params: ProductParams,
    body: ProductChangesBody,
    reply: { 200: ProductView },
    handle: async (ctx, { params, body, ifMatch }) => {
      await editProduct(ctx, { ...params, changes: given<ProductChanges>(body), expectedVersion: ifMatch })
      return changed(ctx, params.productId)
    },
  })
  route(app, {
    method: 'POST',
    url: '/v1/products/:productId/archive',
    scope: 'catalog:write',
    summary: 'Take a product out of the shop',
    description: 'Orders that have it keep it; PATCH its status to bring it back.',
    tags,
    params: ProductParams,
    reply: { 200: ProductView },
    handle: async (ctx, { params, ifMatch }) => {
      await editProduct(ctx, { ...params, changes: { status: 'archived' }, expectedVersion: ifMatch })
      return changed(ctx, params.productId)
    },
  })
}

function readRoutes(app: ZodApp, written: WrittenRows<ProductRow>): void {
  route(app, {
    method: 'GET',
    url: '/v1/products',
    scope: 'catalog:read',
    summary: 'List products, newest first',
    tags,
    query: ProductQuery,
    reply: { 200: ProductPage },
    handle: async (ctx, { query, cursors }) => {
      const { status = null, collection: collectionId = null, q: text = '', limit } = query
      const beforeId = cursors.read('products', query.cursor)?.map(String)[0] ?? null
      const marked = await listProducts(ctx, { status, collectionId, text, beforeId, limit: limit + 1 })
      const page = pageOf(marked, limit, {
        view: (product) => product,
        cursor: ({ id }) => cursors.write('products', [id]),
      })
      return writtenPage({ ...page, data: await written.all(page.data, (ids) => readProducts(ctx, ids)) })
    },
  })
  route(app, {
    method: 'GET',
    url: '/v1/products/:productId',
    scope: 'catalog:read',
    summary: 'Read a product',
    tags,
    params: ProductParams,
    reply: { 200: ProductView },
    handle: async (ctx, { params }) => written.one(await readProduct(ctx, params.productId)),
  })
}
