import { randomBytes } from 'node:crypto'
import { seedStores } from '#seeds/content/index.ts'
import { seedStore } from '#seeds/load.ts'
import { openCommand, say } from './terminal.ts'

/** The demo stores with tokens that open nothing: give them real ones with PUT /v1/store/secrets/… */
export async function runSeed(): Promise<void> {
  await using runtime = openCommand()
  for (const store of seedStores) {
    const seeded = await seedStore(runtime, store, {
      whatsapp_access_token: `demo-${randomBytes(16).toString('hex')}`,
      stripe_secret_key: `sk_test_${randomBytes(24).toString('hex')}`,
      stripe_webhook_secret: `whsec_${randomBytes(24).toString('base64')}`,
    })
    say(
      seeded === null
        ? `${store.slug} is there already`
        : `${store.slug} is open; API key ${seeded.apiKey} (shown once)`,
    )
  }
}
