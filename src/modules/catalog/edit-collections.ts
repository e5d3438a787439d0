import { audit, refuseStale } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { Invalid, NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import type { LocalizedText } from '#shared/language.ts'
import type { Collection } from './collection.entity.ts'
import { type CatalogContext, withEntities } from './entities.ts'
import { freeHandle, refuseTakenHandle } from './free-names.ts'

export type NewCollection = { handle?: string | undefined; title: LocalizedText; hidden: boolean }

/** Adds a collection after the others; gives its id. Throws Conflict('handle-taken'). */
export function createCollection(ctx: StoreContext, input: NewCollection): Promise<string> {
  return withEntities(ctx, async ({ em, entities }) => {
    const id = ctx.newId()
    const handle = await freeHandle(ctx, 'collection', { id, handle: input.handle, title: input.title })
    const last = await em.findOne(entities.Collection, { position: { $gte: 0 } }, { orderBy: { position: 'desc' } })
    const { title, hidden } = input
    const stamps = { createdAt: ctx.now(), updatedAt: ctx.now(), version: 1 }
    const position = (last?.position ?? -1) + 1
    em.create(entities.Collection, { id, storeId: ctx.storeId, handle, title, hidden, position, ...stamps })
    await noted(ctx, { id, action: 'collection.create', after: { handle, title, hidden } })
    return id
  })
}

export type CollectionChanges = Partial<{ handle: string; title: LocalizedText; hidden: boolean; position: number }>
export type CollectionEdit = { collectionId: string; changes: CollectionChanges; expectedVersion: number | null }

/** Throws NotFound('collection') and Conflict('version-mismatch' | 'handle-taken'). */
export function editCollection(
  ctx: StoreContext,
  { collectionId, changes, expectedVersion }: CollectionEdit,
): Promise<void> {
  return withEntities(ctx, async (admin) => {
    const collection = await lockCollection(admin, collectionId)
    refuseStale(collection.version, expectedVersion)
    if (changes.handle !== undefined) {
      await refuseTakenHandle(ctx, 'collection', { handle: changes.handle, exceptId: collectionId })
    }
    admin.em.assign(collection, { ...changes, updatedAt: ctx.now() }, { mergeObjectProperties: false })
    await noted(ctx, { id: collectionId, action: 'collection.edit', after: changes })
  })
}

/** Takes the collection away and leaves its products. Throws NotFound('collection'). */
export function deleteCollection(ctx: StoreContext, collectionId: string): Promise<void> {
  return withEntities(ctx, async (admin) => {
    const { title, handle } = await lockCollection(admin, collectionId)
    await admin.em.nativeDelete(admin.entities.Collection, { id: collectionId })
    await audit(ctx, {
      action: 'collection.delete',
      subjectKind: 'collection',
      subjectId: publicId('collection', collectionId),
      before: { title, handle },
    })
  })
}

export type CollectionOrder = { collectionId: string; productIds: readonly string[]; expectedVersion: number | null }

/** Puts exactly these products into the collection, in this order. Throws NotFound('collection' | 'product'). */
export function arrangeCollection(
  ctx: StoreContext,
  { collectionId, productIds, expectedVersion }: CollectionOrder,
): Promise<void> {
  return withEntities(ctx, async (admin) => {
    const collection = await lockCollection(admin, collectionId)
    refuseStale(collection.version, expectedVersion)
    if (new Set(productIds).size < productIds.length) {
      throw new Invalid('product-repeated', 'A product stands in a collection once.', {}, 'Name each product once.')
    }
    const known = await ctx.tx.query<{ id: string }>(KNOWN, [ctx.storeId, productIds])
    if (known.length < productIds.length) throw new NotFound('product')
    await ctx.tx.run(EMPTY, [ctx.storeId, collectionId])
    await ctx.tx.run(FILL, [ctx.storeId, collectionId, productIds])
    await ctx.tx.run(TOUCH, [ctx.storeId, collectionId, ctx.now()])
    const after = { productIds: productIds.map((id) => publicId('product', id)) }
    await noted(ctx, { id: collectionId, action: 'collection.arrange', after })
  })
}

async function lockCollection({ em, entities, forUpdate }: CatalogContext, id: string): Promise<Collection> {
  const collection = await em.findOne(entities.Collection, { id }, forUpdate)
  if (collection === null) throw new NotFound('collection', id)
  return collection
}

async function noted(
  ctx: StoreContext,
  { id, action, after }: { id: string; action: string; after: unknown },
): Promise<void> {
  await audit(ctx, { action, subjectKind: 'collection', subjectId: publicId('collection', id), after })
}

const KNOWN: Statement = {
  name: 'collections_known_products',
  text: `select id from products where store_id = $1 and id = any ($2::uuid[]) for key share`,
}
const EMPTY: Statement = {
  name: 'collections_empty',
  text: `delete from collection_products where store_id = $1 and collection_id = $2`,
}
const FILL: Statement = {
  name: 'collections_fill',
  text: `insert into collection_products (store_id, collection_id, product_id, position)
    select $1, $2, product_id, place - 1 from unnest($3::uuid[]) with ordinality as t (product_id, place)`,
}
/** What stands in a collection is part of its version, though not of its row. */
const TOUCH: Statement = {
  name: 'collections_touch',
  text: `update collections set version = version + 1, updated_at = $3 where store_id = $1 and id = $2`,
}
