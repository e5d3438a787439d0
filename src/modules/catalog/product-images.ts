import { audit } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Database, Statement } from '#platform/db.ts'
import { Invalid, NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import type { LocalizedText } from '#shared/language.ts'
import { tellChanged } from './catalog-changes.ts'
import { lockProduct } from './edit-product.ts'
import { withEntities } from './entities.ts'
import type { PreparedImage } from './prepare-image.ts'

const MOST_IMAGES = 10

export type NewImage = { productId: string; image: PreparedImage; alt?: LocalizedText }

/**
 * Puts a prepared picture after the others of the product; gives its id. The first one is what shoppers see. The same
 * picture twice is one. Throws NotFound('product') and Invalid('images-too-many').
 */
export function addProductImage(ctx: StoreContext, { productId, image, alt = {} }: NewImage): Promise<string> {
  return withEntities(ctx, async (admin) => {
    const product = await lockProduct(admin, productId)
    await admin.em.populate(product, ['images'])
    const images = product.images.getItems()
    const mediaId = await keepMedia(ctx, image)
    if (images.some((each) => each.mediaId === mediaId)) return mediaId
    if (images.length >= MOST_IMAGES) {
      throw new Invalid('images-too-many', `A product has at most ${MOST_IMAGES} pictures.`, {}, 'Remove one first.')
    }
    const position = 1 + Math.max(-1, ...images.map((each) => each.position))
    admin.em.create(admin.entities.ProductImage, {
      id: ctx.newId(),
      storeId: ctx.storeId,
      product,
      mediaId,
      position,
      alt,
    })
    await ctx.tx.run(TOUCH, [ctx.storeId, productId, ctx.now()])
    await noted(ctx, { productId, mediaId, action: 'product.add-image' })
    await tellChanged(
      ctx,
      productId,
      product.variants.map(({ id }) => id),
    )
    return mediaId
  })
}

/** Takes the picture off the product; links to it in old messages still open. Throws NotFound('image'). */
export function removeProductImage(ctx: StoreContext, at: { productId: string; mediaId: string }): Promise<void> {
  const { productId, mediaId } = at
  return withEntities(ctx, async (admin) => {
    const product = await lockProduct(admin, productId)
    const removed = await admin.em.nativeDelete(admin.entities.ProductImage, { product: productId, mediaId })
    if (removed === 0) throw new NotFound('image', mediaId)
    await ctx.tx.run(TOUCH, [ctx.storeId, productId, ctx.now()])
    await noted(ctx, { productId, mediaId, action: 'product.remove-image' })
    await tellChanged(
      ctx,
      productId,
      product.variants.map(({ id }) => id),
    )
  })
}

async function noted(ctx: StoreContext, entry: { productId: string; mediaId: string; action: string }): Promise<void> {
  const { productId, mediaId, action } = entry
  const after = { imageId: publicId('image', mediaId) }
  await audit(ctx, { action, subjectKind: 'product', subjectId: publicId('product', productId), after })
}

async function keepMedia(ctx: StoreContext, { body, width, height, sha256 }: PreparedImage): Promise<string> {
  const id = ctx.newId()
  await ctx.tx.run(KEEP, [id, ctx.storeId, width, height, sha256, body, ctx.now()])
  const [kept] = await ctx.tx.query<{ id: string }>(FIND, [ctx.storeId, sha256])
  return kept?.id ?? id
}

/** Where a picture is served, below the public address. */
export function imagePath(imageId: string): string {
  return `/media/${publicId('image', imageId)}.jpg`
}

export type Media = { body: Buffer; contentType: string; sha256: Buffer }

/** A picture of whichever store: the id in a link is all there is to know. */
export async function readMedia(database: Database, id: string): Promise<Media | null> {
  const [media] = await database.system<Media>(READ, [id])
  return media ?? null
}

const KEEP: Statement = {
  name: 'media_keep',
  text: `insert into media_files (id, store_id, content_type, width, height, sha256, body, created_at)
    values ($1, $2, 'image/jpeg', $3, $4, $5, $6, $7) on conflict (store_id, sha256) do nothing`,
}
const FIND: Statement = {
  name: 'media_find',
  text: `select id from media_files where store_id = $1 and sha256 = $2`,
}
const READ: Statement = {
  name: 'media_read',
  text: `select body, content_type as "contentType", sha256 from media_files where id = $1`,
}
/** The pictures are part of a product's version, though not of its row. */
const TOUCH: Statement = {
  name: 'products_touch',
  text: `update products set version = version + 1, updated_at = $3 where store_id = $1 and id = $2`,
}
