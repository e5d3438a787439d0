import { z } from 'zod'
import { route, type WrittenRows, type ZodApp } from '#platform/http.ts'
import { NotFound } from '#shared/errors.ts'
import { parsePublicId } from '#shared/ids.ts'
import { MOST_IMAGE_BYTES, prepareImage } from './prepare-image.ts'
import { addProductImage, readMedia, removeProductImage } from './product-images.ts'
import { ImageParams, ProductParams, ProductView } from './products.schemas.ts'
import { type ProductRow, readProduct } from './read-products.ts'

const tags = ['products']

/** Pictures of products, on their way in. */
export function imageRoutes(app: ZodApp, written: WrittenRows<ProductRow>): void {
  route(app, {
    method: 'POST',
    url: '/v1/products/:productId/images',
    scope: 'catalog:write',
    summary: 'Add a picture to a product',
    description: 'One JPEG, PNG or WebP of at most 5 MB and at least 500 × 500 pixels in the form field "file".',
    tags,
    params: ProductParams,
    upload: { field: 'file', maxBytes: MOST_IMAGE_BYTES, prepare: prepareImage },
    reply: { 201: ProductView },
    handle: async (ctx, { params, file: image }) => {
      await addProductImage(ctx, { ...params, image })
      return written.changed(await readProduct(ctx, params.productId))
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/v1/products/:productId/images/:imageId',
    scope: 'catalog:write',
    summary: 'Take a picture off a product',
    tags,
    params: ImageParams,
    reply: { 204: z.null() },
    handle: async (ctx, { params: { productId, imageId: mediaId } }) => {
      await removeProductImage(ctx, { productId, mediaId })
      return null
    },
  })
}

const YEAR_S = 31_536_000

/** Pictures on their way out. What an id shows never changes, so anyone may keep it for good. */
export async function mediaRoutes(app: ZodApp): Promise<void> {
  const policy = { public: 'Meta and the shopper’s phone fetch pictures by links that cannot be guessed' }
  const params = z.object({ file: z.string().max(64) })
  app.get('/media/:file', { config: { policy }, schema: { hide: true, params } }, async (request, reply) => {
    const { file } = request.params
    const id = file.endsWith('.jpg') ? parsePublicId('image', file.slice(0, -'.jpg'.length)) : null
    const media = id === null ? null : await readMedia(app.tools.database, id)
    if (media === null) throw new NotFound('image')
    const etag = `"${media.sha256.toString('base64url')}"`
    reply.headers({
      etag,
      'cache-control': `public, max-age=${YEAR_S}, immutable`,
      'cross-origin-resource-policy': 'cross-origin',
    })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.type(media.contentType).send(media.body)
  })
}
