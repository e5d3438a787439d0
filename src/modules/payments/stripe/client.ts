import type Stripe from 'stripe'
import { stripeLibrary } from './library.ts'

export type SecretReader = {
  get(storeId: string, name: 'stripe_secret_key' | 'stripe_webhook_secret'): Promise<string>
}

/** A store's own Stripe account; `livemode` is what its key is good for. */
export type StripeAccount = { readonly stripe: Stripe; readonly livemode: boolean }

export type StripeOptions = {
  /** Another server than Stripe's, such as the sandbox. */
  url: string | null
  /** For where a person waits: gives up early, since the next visit repeats the call with the same key. */
  impatient?: boolean
}

const PATIENCE = { maxNetworkRetries: 2, timeout: 12_000 }
const IMPATIENCE = { maxNetworkRetries: 1, timeout: 4_000 }

/** One Stripe client per store, made from the store's own key and remade when the key changes. */
export class StripeAccounts {
  readonly #secrets: SecretReader
  readonly #options: StripeOptions
  readonly #open = new Map<string, StripeAccount & { key: string }>()

  constructor(secrets: SecretReader, options: StripeOptions) {
    this.#secrets = secrets
    this.#options = options
  }

  async of(storeId: string): Promise<StripeAccount> {
    const key = await this.#secrets.get(storeId, 'stripe_secret_key')
    const known = this.#open.get(storeId)
    if (known?.key === key) return known
    const account = { key, stripe: await this.#connect(key), livemode: isLive(key) }
    this.#open.set(storeId, account)
    return account
  }

  /** The same accounts, for where a person waits. */
  impatient(): StripeAccounts {
    return new StripeAccounts(this.#secrets, { ...this.#options, impatient: true })
  }

  webhookSecretOf(storeId: string): Promise<string> {
    return this.#secrets.get(storeId, 'stripe_webhook_secret')
  }

  async #connect(key: string): Promise<Stripe> {
    const Library = await stripeLibrary()
    const { url, impatient = false } = this.#options
    return new Library(key, {
      ...(impatient ? IMPATIENCE : PATIENCE),
      telemetry: false,
      ...(url === null ? {} : addressOf(url)),
    })
  }
}

/** Stripe's keys say which mode they belong to: sk_live_…, rk_live_…, sk_test_…. */
function isLive(key: string): boolean {
  return /^[a-z]+_live_/.test(key)
}

function addressOf(url: string): { host: string; port: number; protocol: 'http' | 'https' } {
  const { hostname, port, protocol } = new URL(url)
  const secure = protocol === 'https:'
  return { host: hostname, port: Number(port || (secure ? 443 : 80)), protocol: secure ? 'https' : 'http' }
}
