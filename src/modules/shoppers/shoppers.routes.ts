import { z } from 'zod'
import { idField, pageOf, route, type ZodApp } from '#platform/http.ts'
import { NotFound } from '#shared/errors.ts'
import { findShopper, listShoppers } from './read-shoppers.ts'
import { ShopperPage, ShopperQuery, ShopperView, viewShopper } from './shoppers.schemas.ts'

/** Who shops here. */
export async function shopperRoutes(app: ZodApp): Promise<void> {
  route(app, {
    method: 'GET',
    url: '/v1/shoppers',
    scope: 'shoppers:read',
    summary: 'List shoppers, newest first',
    tags: ['shoppers'],
    query: ShopperQuery,
    reply: { 200: ShopperPage },
    handle: async (ctx, { query, cursors }) => {
      const place = cursors.read('shoppers', query.cursor)
      const beforeId = place === null ? null : String(place[0])
      const rows = await listShoppers(ctx, { beforeId, limit: query.limit + 1 })
      return pageOf(rows, query.limit, { view: viewShopper, cursor: ({ id }) => cursors.write('shoppers', [id]) })
    },
  })
  route(app, {
    method: 'GET',
    url: '/v1/shoppers/:shopperId',
    scope: 'shoppers:read',
    summary: 'Read a shopper',
    description: 'An id of someone who was found to be the same person as another answers as that person.',
    tags: ['shoppers'],
    params: z.strictObject({ shopperId: idField('shopper') }),
    reply: { 200: ShopperView },
    handle: async (ctx, { params }) => {
      const shopper = await findShopper(ctx, params.shopperId)
      if (shopper === undefined) throw new NotFound('shopper', params.shopperId)
      return viewShopper(shopper)
    },
  })
}
