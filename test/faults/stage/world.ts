import { randomBytes } from 'node:crypto'
import { Database } from '#platform/db.ts'
import { SecretBox } from '#platform/secret-box.ts'
import type { SandboxWorld } from '#sandbox/index.ts'
import { type SeedProduct, type SeedStore, seedStores } from '#seeds/content/index.ts'
import { seedStore } from '#seeds/load.ts'
import { publicId } from '#shared/ids.ts'
import { testEnvironment } from '#test/support/platform.ts'

/** A store as shoppers, couriers, Meta and Stripe know it. */
export type WorldStore = {
  storeId: string
  phoneNumberId: string
  displayPhoneNumber: string
  wabaId: string
  catalogId: string
  currency: string
  accessToken: string
  stripeKey: string
  stripeWebhookSecret: string
  apiKey: string
  /** Every conversation of this store fails, on purpose. */
  poisoned: boolean
}

export type World = {
  appId: string
  appSecret: string
  verifyToken: string
  masterKeys: string
  stores: WorldStore[]
}

const SHELF = 100_000
/** Few enough to be sold out in a run. */
const SCARCE = 25

/** Two stores that sell and one whose conversations cannot be handled. */
export async function makeWorld(url: string): Promise<World> {
  const key = new Uint8Array(randomBytes(32))
  await using database = new Database({ url, poolSize: 2, applicationName: 'faults' })
  const box = new SecretBox([{ kid: 'faults', key }], testEnvironment.randomBytes)
  const tools = { database, environment: testEnvironment, box }
  const stores: WorldStore[] = []
  for (const n of [1, 2, 3]) {
    const store = storeNumbered(n)
    const secrets = {
      whatsapp_access_token: `EAA${randomBytes(24).toString('hex')}`,
      stripe_secret_key: `sk_test_${randomBytes(24).toString('hex')}`,
      stripe_webhook_secret: `whsec_${randomBytes(24).toString('base64')}`,
    }
    const seeded = await seedStore(tools, store, secrets)
    if (seeded === null) throw new Error(`the store ${store.slug} was there already`)
    const { phoneNumberId, displayPhoneNumber, wabaId, catalogId, currency } = store
    stores.push({
      ...seeded,
      ...{ phoneNumberId, displayPhoneNumber, wabaId, catalogId, currency },
      accessToken: secrets.whatsapp_access_token,
      stripeKey: secrets.stripe_secret_key,
      stripeWebhookSecret: secrets.stripe_webhook_secret,
      poisoned: n === 3,
    })
  }
  // Without its key no button of that store can be signed: all that its shoppers write fails.
  await database.system(`delete from store_secrets where name = 'action_key' and store_id = $1`, [stores[2]?.storeId])
  const masterKeys = `faults:${Buffer.from(key).toString('base64')}`
  const secret = () => randomBytes(16).toString('hex')
  return { appId: '100550000000077', appSecret: secret(), verifyToken: secret(), masterKeys, stores }
}

function storeNumbered(n: number): SeedStore {
  const [model] = seedStores
  if (model === undefined) throw new Error('there are no seed stores')
  const collections = model.collections.slice(0, 2)
  const wanted = new Set(collections.flatMap(({ products }) => products))
  const products = model.products.filter(({ slug, status }) => wanted.has(slug) && status === 'active')
  return {
    ...model,
    slug: `faults-${n}`,
    phoneNumberId: `7000000000000${n}`,
    displayPhoneNumber: `+96650000770${n}`,
    wabaId: `7100000000000${n}`,
    catalogId: `7200000000000${n}`,
    collections,
    products: products.map(stocked),
  }
}

function stocked(product: SeedProduct, place: number): SeedProduct {
  const onHand = place === 0 ? SCARCE : SHELF
  return { ...product, variants: product.variants.map((variant) => ({ ...variant, onHand })) }
}

/** The same stores as the fake Meta and Stripe know them. */
export function sandboxWorld({ appId, appSecret, verifyToken, stores }: World, shopUrl: string): SandboxWorld {
  return {
    appId,
    appSecret,
    verifyToken,
    webhookUrl: `${shopUrl}/webhooks/whatsapp`,
    numbers: stores.map(({ phoneNumberId, displayPhoneNumber, wabaId, catalogId, accessToken, currency }) => ({
      ...{ phoneNumberId, displayPhoneNumber, wabaId, catalogId, accessToken, currency },
      limits: { perSecond: 1_000, catalogBatchesPerMinute: 1_000 },
    })),
    stripeAccounts: stores.map(({ storeId, stripeKey, stripeWebhookSecret }) => ({
      secretKey: stripeKey,
      webhookSecret: stripeWebhookSecret,
      webhookUrl: `${shopUrl}/webhooks/stripe/${publicId('store', storeId)}`,
    })),
  }
}
