import Stripe from 'stripe'
import { stripeEventTypes } from '#modules/payments/index.ts'
import { Unavailable } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import { chargeGrid, money, stripeAmount } from '#shared/money.ts'
import { type Finding, faultsOr, type Verdicts } from './finding.ts'
import { type StoreCase, verdictsFor } from './store-case.ts'

type Case = Omit<StoreCase, 'token'>

const cardsOff = 'Or switch cards off with PATCH /v1/store {"cardPayments": false}.'

/** Whether the store can take cards, and hears of every payment. */
export async function checkStripe(shop: Case): Promise<Finding[]> {
  const verdict = verdictsFor(shop, 'stripe')
  if (!shop.store.cardPayments) return [verdict.skip('the store takes no cards')]
  return [...(await checkKey(shop, verdict)), await checkSecret(shop)]
}

async function checkKey(shop: Case, verdict: Verdicts): Promise<Finding[]> {
  try {
    const { stripe, livemode } = await shop.stripe.of(shop.store.id)
    const endpoints = await stripe.webhookEndpoints.list({ limit: 100 })
    const account = await stripe.accounts.retrieveCurrent()
    const mode = livemode ? 'live' : 'test'
    return faultsOr(
      [
        judgeMode(shop, livemode, verdict),
        judgeCurrency(shop, verdict),
        judgeAccount(account, verdict),
        judgeEndpoints(shop, endpoints.data, verdict),
      ],
      verdict.pass(`a ${mode} key, endpoint enabled for all events, charges in ${shop.store.currency}`),
    )
  } catch (error) {
    return [keyTrouble(error, verdict)]
  }
}

function keyTrouble(error: unknown, { warn, fail }: Verdicts): Finding {
  const setKey = 'with PUT /v1/store/secrets/stripe_secret_key'
  if (error instanceof Unavailable) return fail('the store has no secret key', `Set one ${setKey}. ${cardsOff}`)
  if (error instanceof Stripe.errors.StripeAuthenticationError) {
    return fail('Stripe does not know the key', `Copy it from Stripe > Developers > API keys and set it ${setKey}.`)
  }
  if (error instanceof Stripe.errors.StripePermissionError) {
    const fix = `Let the restricted key read accounts and webhook endpoints, or set another one ${setKey}.`
    return fail('the restricted key may not look at what must be checked', fix)
  }
  const reason = error instanceof Error ? error.message : String(error)
  return warn(`Stripe did not say: ${reason}`, 'Run the doctor again in a minute.')
}

function judgeMode({ config, store }: Case, livemode: boolean, { warn, fail }: Verdicts): Finding | false {
  if (config.production && !livemode) {
    const fix = 'Set the live key (sk_live_…) with PUT /v1/store/secrets/stripe_secret_key, and its endpoint’s secret.'
    return fail(`a test key in production: ${store.slug} takes no real money`, fix)
  }
  if (!config.production && livemode) {
    const fix = 'Set a test key (sk_test_…), or NODE_ENV=production when this is the real shop.'
    return warn('a live key in development: cards are really charged', fix)
  }
  return false
}

function judgeCurrency({ store }: Case, { fail }: Verdicts): Finding | false {
  try {
    stripeAmount(money(chargeGrid(store.currency), store.currency))
    return false
  } catch {
    return fail(
      `Stripe charges no ${store.currency}`,
      'Switch cards off with PATCH /v1/store {"cardPayments": false} and take cash on delivery.',
    )
  }
}

function judgeAccount(account: Stripe.Account, { fail }: Verdicts): Finding | false {
  if (account.charges_enabled !== false) return false
  return fail('the account may not charge yet', `Finish the account’s details in the Stripe dashboard. ${cardsOff}`)
}

/** Where Stripe must send the store's events. */
export function stripeCallbackOf({ config, store }: Pick<StoreCase, 'config' | 'store'>): string {
  return `${config.http.publicUrl}/webhooks/stripe/${publicId('store', store.id)}`
}

function judgeEndpoints(shop: Case, endpoints: Stripe.WebhookEndpoint[], { fail }: Verdicts): Finding | false {
  const wanted = stripeCallbackOf(shop)
  const ours = endpoints.find(({ url, status }) => url === wanted && status === 'enabled')
  if (ours === undefined) {
    const others = endpoints.map(({ url, status }) => `${url} (${status})`).join(', ') || 'none'
    return fail(
      `no enabled webhook endpoint leads here; Stripe has ${others}`,
      `Add ${wanted} in Stripe > Developers > Webhooks for the events ${stripeEventTypes.join(', ')}, and set its signing secret with PUT /v1/store/secrets/stripe_webhook_secret. If shoppers reach this shop elsewhere, correct PUBLIC_URL.`,
    )
  }
  const missing = stripeEventTypes.filter((type) => !ours.enabled_events.some((each) => each === '*' || each === type))
  if (missing.length === 0) return false
  return fail(
    `the endpoint does not hear of ${missing.join(', ')}`,
    'Add these events to the endpoint in Stripe > Developers > Webhooks.',
  )
}

async function checkSecret(shop: Case): Promise<Finding> {
  const { pass, fail } = verdictsFor(shop, 'stripe webhook secret')
  const fix =
    'Copy the endpoint’s signing secret (whsec_…) from Stripe > Developers > Webhooks and set it with PUT /v1/store/secrets/stripe_webhook_secret.'
  try {
    const secret = await shop.secrets.get(shop.store.id, 'stripe_webhook_secret')
    return secret.startsWith('whsec_') ? pass('well-formed') : fail('it does not begin with whsec_', fix)
  } catch (error) {
    if (error instanceof Unavailable) return fail('the store has none', fix)
    throw error
  }
}
