import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  addProductImage,
  arrangeCollection,
  createCollection,
  createProduct,
  editProduct,
} from '#modules/catalog/index.ts'
import { createApiKey, createStore, type OwnerSecretName, saveSecret } from '#modules/stores/index.ts'
import { type Environment, inStore, type StoreContext } from '#platform/context.ts'
import type { Database } from '#platform/db.ts'
import { scopes } from '#platform/http.ts'
import type { SecretBox } from '#platform/secret-box.ts'
import type { SeedProduct, SeedStore } from '#seeds/content/index.ts'

export type SeedTools = { database: Database; environment: Environment; box: SecretBox }
export type SeedSecrets = Readonly<Record<OwnerSecretName, string>>
export type Seeded = { storeId: string; apiKey: string }

/** Size of the pictures that `seeds/draw.ts` makes. */
const PICTURE_PX = 800

/** Opens a demo store with its catalog in one transaction; null when a store of that name is there already. */
export async function seedStore(tools: SeedTools, store: SeedStore, secrets: SeedSecrets): Promise<Seeded | null> {
  const known = await tools.database.system('select 1 from stores where slug = $1', [store.slug])
  if (known.length > 0) return null
  const pictures = await readPictures(store.products)
  const storeId = tools.environment.newId()
  const actor = { kind: 'operator', id: 'seed' } as const
  const work = async (ctx: StoreContext): Promise<Seeded> => {
    await open(ctx, { store, secrets, tools })
    const productIds = await fillCatalog(ctx, store, pictures)
    await fillCollections(ctx, store, productIds)
    const { key } = await createApiKey(ctx, {
      name: 'demo',
      scopes: [...scopes],
      expiresAt: null,
      randomBytes: tools.environment.randomBytes,
    })
    return { storeId, apiKey: key }
  }
  return inStore(tools.database, tools.environment, { storeId, actor, work })
}

type Opening = { store: SeedStore; secrets: SeedSecrets; tools: SeedTools }

async function open(ctx: StoreContext, { store, secrets, tools }: Opening): Promise<void> {
  const { collections: _collections, products: _products, ...settings } = store
  await createStore(ctx, settings, { box: tools.box, randomBytes: tools.environment.randomBytes })
  for (const [name, value] of Object.entries(secrets)) {
    await saveSecret(ctx, tools.box, { name: name as OwnerSecretName, value })
  }
}

type Pictures = ReadonlyMap<string, Buffer>

async function readPictures(products: readonly SeedProduct[]): Promise<Pictures> {
  const names = [...new Set(products.map(({ image }) => image))]
  const bodies = await Promise.all(names.map((name) => readFile(new URL(`./images/${name}.jpg`, import.meta.url))))
  return new Map(names.map((name, place) => [name, bodies[place] ?? Buffer.alloc(0)]))
}

async function fillCatalog(ctx: StoreContext, store: SeedStore, pictures: Pictures): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const product of store.products) {
    const productId = await createProduct(ctx, newProductOf(product))
    const body = pictures.get(product.image)
    if (body === undefined) throw new Error(`the picture ${product.image} is missing`)
    const sha256 = createHash('sha256').update(body).digest()
    const image = { body, width: PICTURE_PX, height: PICTURE_PX, sha256 }
    await addProductImage(ctx, { productId, image, alt: product.title })
    if (product.status === 'archived') {
      await editProduct(ctx, { productId, changes: { status: 'archived' }, expectedVersion: null })
    }
    ids.set(product.slug, productId)
  }
  return ids
}

function newProductOf(product: SeedProduct) {
  return {
    handle: product.slug,
    title: product.title,
    description: product.description,
    brand: product.brand,
    status: product.status === 'archived' ? ('draft' as const) : product.status,
    hidden: product.hidden ?? false,
    options: product.options.map(({ name, values }) => ({ name, values: [...values] })),
    variants: product.variants.map(({ sku, options, price, compareAt, onHand }) => ({
      sku,
      optionValues: options,
      price,
      compareAt: compareAt ?? null,
      onHand,
    })),
  }
}

async function fillCollections(ctx: StoreContext, store: SeedStore, ids: ReadonlyMap<string, string>): Promise<void> {
  for (const { slug, title, products } of store.collections) {
    const collectionId = await createCollection(ctx, { handle: slug, title, hidden: false })
    const productIds = products.flatMap((product) => ids.get(product) ?? [])
    await arrangeCollection(ctx, { collectionId, productIds, expectedVersion: null })
  }
}
