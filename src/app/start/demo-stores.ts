import { type AppOptions, openRuntime, type Runtime } from '#app/runtime.ts'
import { type SeedStore, seedStores } from '#seeds/content/index.ts'
import { seedStore } from '#seeds/load.ts'
import { nameCollections } from './demo-collections.ts'
import { type DemoSecrets, saveSecrets } from './demo-secrets.ts'
import { secretsOf } from './demo-world.ts'

export type DemoStore = { store: SeedStore; storeId: string; apiKey: string; stripeKey: string }

type Seeding = { dataDir: string; secrets: DemoSecrets; say: (line: string) => void }

/** The demo's stores, opened where they are not there yet, with their collections in the native catalog. */
export async function openStores(options: AppOptions, seeding: Seeding): Promise<DemoStore[]> {
  await using runtime = openRuntime(options, { role: 'cli' })
  const opened: DemoStore[] = []
  for (const store of seedStores) {
    const seeded = await seedOne(runtime, { store, ...seeding })
    const { accessToken } = secretsOf(seeding.secrets, store)
    await nameCollections(runtime, { ...seeded, accessToken })
    opened.push(seeded)
  }
  await rememberNothing(runtime)
  return opened
}

async function seedOne(
  runtime: Runtime,
  { store, dataDir, secrets, say }: Seeding & { store: SeedStore },
): Promise<DemoStore> {
  const own = secretsOf(secrets, store)
  const seeded = await seedStore(runtime, store, {
    whatsapp_access_token: own.accessToken,
    stripe_secret_key: own.stripeKey,
    stripe_webhook_secret: own.stripeWebhookSecret,
  })
  if (seeded !== null) {
    own.apiKey = seeded.apiKey
    await saveSecrets(dataDir, secrets)
    say(`${store.name.en} is open with ${store.products.length} products`)
  }
  const [row] = await runtime.database.system<{ id: string }>('select id from stores where slug = $1', [store.slug])
  if (row === undefined || own.apiKey === null) throw new Error(`The demo store ${store.slug} was not opened whole.`)
  return { store, storeId: row.id, apiKey: own.apiKey, stripeKey: own.stripeKey }
}

/** The sandbox begins empty each time, so what it was told before counts for nothing. */
async function rememberNothing({ database }: Runtime): Promise<void> {
  await database.system(`update catalog_batches set state = 'failed', error = 'the sandbox began anew'
    where state in ('building', 'sent')`)
  await database.system(`update catalog_items set acked_digest = null, sent_digest = null, batch_id = null, attempts = 0,
      retry_at = null, review_status = '', checked_at = null, dirty_since = clock_timestamp()
    where desired_digest is not null`)
  await database.system('delete from message_templates')
  await database.system(`delete from schedule where job = 'template-sync' or job like 'catalog.%'`)
  await database.system(`update payment_attempts set state = 'superseded', closed_at = clock_timestamp()
    where state in ('creating', 'open')`)
}
