import { z } from 'zod'
import type { StoreContext } from '#platform/context.ts'
import {
  given,
  IdView,
  idField,
  LocalizedView,
  localizedField,
  pageOf,
  pageQuery,
  pageView,
  route,
  TimeView,
  type ZodApp,
} from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import {
  arrangeCollection,
  type CollectionChanges,
  createCollection,
  deleteCollection,
  editCollection,
} from './edit-collections.ts'
import { HandleField } from './products.schemas.ts'
import { type CollectionRow, listCollections, readCollection } from './read-admin-collections.ts'

const tags = ['collections']
const MOST_PRODUCTS = 500

const CollectionView = z
  .object({
    id: IdView,
    handle: z.string(),
    title: LocalizedView,
    position: z.int(),
    hidden: z.boolean(),
    productIds: z.array(IdView).meta({ description: 'In the order shoppers see them.' }),
    createdAt: TimeView,
    updatedAt: TimeView,
    version: z.int(),
  })
  .meta({ id: 'Collection' })

function viewCollection(row: CollectionRow): z.output<typeof CollectionView> {
  return {
    ...row,
    id: publicId('collection', row.id),
    productIds: row.productIds.map((id) => publicId('product', id)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

const params = z.strictObject({ collectionId: idField('collection') })
/** Shown as a row of a list in the chat, which has room for 24. */
const TitleField = localizedField(24)

/** Collections, and what stands in them in which order. */
export function collectionRoutes(app: ZodApp): void {
  readRoutes(app)
  writeRoutes(app)
  route(app, {
    method: 'PUT',
    url: '/v1/collections/:collectionId/products',
    scope: 'catalog:write',
    summary: 'Put these products into a collection, in this order',
    tags,
    params,
    body: z.strictObject({ productIds: z.array(idField('product')).max(MOST_PRODUCTS) }),
    reply: { 200: CollectionView },
    handle: async (ctx, { params: { collectionId }, body, ifMatch }) => {
      await arrangeCollection(ctx, { collectionId, ...body, expectedVersion: ifMatch })
      return shown(ctx, collectionId)
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/v1/collections/:collectionId',
    scope: 'catalog:write',
    summary: 'Delete a collection; its products stay',
    tags,
    params,
    reply: { 204: z.null() },
    handle: async (ctx, { params: { collectionId } }) => {
      await deleteCollection(ctx, collectionId)
      return null
    },
  })
}

function readRoutes(app: ZodApp): void {
  route(app, {
    method: 'GET',
    url: '/v1/collections',
    scope: 'catalog:read',
    summary: 'List collections in the order shoppers see them',
    tags,
    query: z.strictObject(pageQuery),
    reply: { 200: pageView(CollectionView) },
    handle: async (ctx, { query: { cursor, limit }, cursors }) => {
      const place = cursors.read('collections', cursor)
      const after = place && { position: Number(place[0]), id: String(place[1]) }
      return pageOf(await listCollections(ctx, after, limit + 1), limit, {
        view: viewCollection,
        cursor: ({ position, id }) => cursors.write('collections', [position, id]),
      })
    },
  })
  route(app, {
    method: 'GET',
    url: '/v1/collections/:collectionId',
    scope: 'catalog:read',
    summary: 'Read a collection',
    tags,
    params,
    reply: { 200: CollectionView },
    handle: (ctx, { params: { collectionId } }) => shown(ctx, collectionId),
  })
}

function writeRoutes(app: ZodApp): void {
  route(app, {
    method: 'POST',
    url: '/v1/collections',
    scope: 'catalog:write',
    summary: 'Add a collection',
    tags,
    body: z.strictObject({ handle: HandleField.optional(), title: TitleField, hidden: z.boolean().default(false) }),
    reply: { 201: CollectionView },
    handle: async (ctx, { body }) => shown(ctx, await createCollection(ctx, body)),
  })
  route(app, {
    method: 'PATCH',
    url: '/v1/collections/:collectionId',
    scope: 'catalog:write',
    summary: 'Change a collection',
    tags,
    params,
    body: z.strictObject({
      handle: HandleField.optional(),
      title: TitleField.optional(),
      hidden: z.boolean().optional(),
      position: z.int().min(0).max(10_000).optional(),
    }),
    reply: { 200: CollectionView },
    handle: async (ctx, { params: { collectionId }, body, ifMatch }) => {
      await editCollection(ctx, { collectionId, changes: given<CollectionChanges>(body), expectedVersion: ifMatch })
      return shown(ctx, collectionId)
    },
  })
}

async function shown(ctx: StoreContext, collectionId: string): Promise<z.output<typeof CollectionView>> {
  return viewCollection(await readCollection(ctx, collectionId))
}
