import type { SandboxWorld } from '#sandbox/index.ts'
import type { SeedStore } from '#seeds/content/index.ts'
import type { DemoSecrets } from './demo-secrets.ts'

export const DEMO_APP_ID = '100550000000001'

/** What the fake Meta and Stripe know of the demo stores; where their webhooks go is said once the server listens. */
export function demoWorld(stores: readonly SeedStore[], secrets: DemoSecrets): SandboxWorld {
  return {
    appId: DEMO_APP_ID,
    appSecret: secrets.appSecret,
    verifyToken: secrets.verifyToken,
    numbers: stores.map((store) => ({
      phoneNumberId: store.phoneNumberId,
      displayPhoneNumber: store.displayPhoneNumber,
      wabaId: store.wabaId,
      catalogId: store.catalogId,
      accessToken: secretsOf(secrets, store).accessToken,
      currency: store.currency,
      verifiedName: store.name.en,
    })),
    stripeAccounts: stores.map((store) => {
      const { stripeKey, stripeWebhookSecret } = secretsOf(secrets, store)
      return { secretKey: stripeKey, webhookSecret: stripeWebhookSecret, webhookUrl: 'http://127.0.0.1:9/not-open-yet' }
    }),
  }
}

export function secretsOf(secrets: DemoSecrets, store: SeedStore): DemoSecrets['stores'][string] {
  const own = secrets.stores[store.slug]
  if (own === undefined) throw new Error(`The demo has no secrets for ${store.slug}.`)
  return own
}
