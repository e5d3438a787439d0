import { randomBytes } from 'node:crypto'
import type { MasterKey } from '#app/config.ts'
import { systemEnvironment } from '#app/runtime.ts'
import { createApiKey } from '#modules/stores/index.ts'
import { inStore } from '#platform/context.ts'
import { Database } from '#platform/db.ts'
import { scopes } from '#platform/http.ts'
import { SecretBox } from '#platform/secret-box.ts'
import { type SeedStore, seedStores } from '#seeds/content/index.ts'
import { seedStore } from '#seeds/load.ts'

/** A store as the load knows it. */
export type BenchStore = {
  storeId: string
  phoneNumberId: string
  displayPhoneNumber: string
  wabaId: string
  catalogId: string
  accessToken: string
  stripeKey: string
  stripeWebhookSecret: string
  currency: string
  apiKey: string
}

/** Seeds this many copies of the first demo store, each with its own number, on Meta's upgraded limit. */
export async function seedBenchStores(url: string, masterKey: MasterKey, count: number): Promise<BenchStore[]> {
  await using database = new Database({ url, poolSize: 2, applicationName: 'bench' })
  const environment = systemEnvironment()
  const box = new SecretBox([masterKey], environment.randomBytes)
  const stores: BenchStore[] = []
  for (let n = 1; n <= count; n += 1) {
    const store = storeNumbered(n)
    const secrets = {
      whatsapp_access_token: `EAA${randomBytes(24).toString('hex')}`,
      stripe_secret_key: `sk_test_${randomBytes(24).toString('hex')}`,
      stripe_webhook_secret: `whsec_${randomBytes(24).toString('base64')}`,
    }
    const seeded = await seedStore({ database, environment, box }, store, secrets)
    if (seeded === null) throw new Error(`the store ${store.slug} was there already`)
    const { phoneNumberId, displayPhoneNumber, wabaId, catalogId, currency } = store
    stores.push({
      ...seeded,
      ...{ phoneNumberId, displayPhoneNumber, wabaId, catalogId, currency },
      accessToken: secrets.whatsapp_access_token,
      stripeKey: secrets.stripe_secret_key,
      stripeWebhookSecret: secrets.stripe_webhook_secret,
    })
  }
  await database.system('update stores set messages_per_second = 1000')
  return stores
}

/** Further keys for one store, each with its own allowance of requests. */
export async function makeApiKeys(url: string, storeId: string, count: number): Promise<string[]> {
  await using database = new Database({ url, poolSize: 2, applicationName: 'bench' })
  const environment = systemEnvironment()
  const { randomBytes } = environment
  return inStore(database, environment, {
    storeId,
    actor: { kind: 'operator', id: 'bench' },
    work: async (ctx) => {
      const keys: string[] = []
      for (let n = 0; n < count; n += 1) {
        const { key } = await createApiKey(ctx, {
          name: `bench ${n}`,
          scopes: [...scopes],
          expiresAt: null,
          randomBytes,
        })
        keys.push(key)
      }
      return keys
    },
  })
}

function storeNumbered(n: number): SeedStore {
  const [model] = seedStores
  if (model === undefined) throw new Error('there are no seed stores')
  const digits = String(n).padStart(4, '0')
  return {
    ...model,
    slug: `bench-${n}`,
    phoneNumberId: `90000000000${digits}`,
    displayPhoneNumber: `+96650000${digits}`,
    wabaId: `91000000000${digits}`,
    catalogId: `92000000000${digits}`,
  }
}
