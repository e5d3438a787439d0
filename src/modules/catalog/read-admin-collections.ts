import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { NotFound } from '#shared/errors.ts'
import type { LocalizedText } from '#shared/language.ts'

export type CollectionRow = {
  id: string
  handle: string
  title: LocalizedText
  position: number
  hidden: boolean
  productIds: string[]
  createdAt: Date
  updatedAt: Date
  version: number
}

/** In the order shoppers see them, after `after` when given. */
export function listCollections(
  ctx: StoreContext,
  after: { position: number; id: string } | null,
  limit: number,
): Promise<CollectionRow[]> {
  return ctx.tx.query<CollectionRow>(LIST, [ctx.storeId, after?.position ?? null, after?.id ?? null, limit])
}

/** Throws NotFound('collection'). */
export async function readCollection(ctx: StoreContext, collectionId: string): Promise<CollectionRow> {
  const [row] = await ctx.tx.query<CollectionRow>(READ, [ctx.storeId, collectionId])
  if (row === undefined) throw new NotFound('collection', collectionId)
  return row
}

const columns = `c.id, c.handle, c.title, c.position, c.hidden, c.created_at as "createdAt", c.updated_at as "updatedAt",
    c.version, array(select product_id from collection_products where collection_id = c.id order by position, product_id)
      as "productIds"`

const LIST: Statement = {
  name: 'collections_list',
  text: `select ${columns} from collections c
    where c.store_id = $1 and ($2::int is null or (c.position, c.id) > ($2, $3::uuid))
    order by c.position, c.id limit $4`,
}
const READ: Statement = {
  name: 'collections_read',
  text: `select ${columns} from collections c where c.store_id = $1 and c.id = $2`,
}
