import Stripe from 'stripe'

export type SecretReader = {
  get(storeId: string, name: 'stripe_secret_key' | 'stripe_webhook_secret'): Promise<string>
}

/** A store's own Stripe account; `livemode` is what its key is good for. */
export type StripeAccount = { readonly stripe: Stripe; readonly livemode: boolean }

const CALL_TIMEOUT_MS = 12_000

/** One Stripe client per store, made from the store's own key and remade when the key changes. */
export class StripeAccounts {
  readonly #secrets: SecretReader
  readonly #url: string | null
  readonly #open = new Map<string, StripeAccount & { key: string }>()

  /** `url` points at another server than Stripe's, such as the sandbox. */
  constructor(secrets: SecretReader, { url }: { url: string | null }) {
    this.#secrets = secrets
    this.#url = url
  }

  async of(storeId: string): Promise<StripeAccount> {
    const key = await this.#secrets.get(storeId, 'stripe_secret_key')
    const known = this.#open.get(storeId)
    if (known?.key === key) return known
    const account = { key, stripe: this.#connect(key), livemode: isLive(key) }
    this.#open.set(storeId, account)
    return account
  }

  webhookSecretOf(storeId: string): Promise<string> {
    return this.#secrets.get(storeId, 'stripe_webhook_secret')
  }

  #connect(key: string): Stripe {
    return new Stripe(key, {
      maxNetworkRetries: 2,
      timeout: CALL_TIMEOUT_MS,
      telemetry: false,
      ...(this.#url === null ? {} : addressOf(this.#url)),
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
