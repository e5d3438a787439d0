import type { SandboxState } from '#sandbox/state.ts'
import { newStripeId } from './accounts.ts'
import { requireCurrency, requireGrid } from './currencies.ts'
import type { Nested } from './form.ts'
import { missingParam, StripeError } from './stripe-error.ts'
import type { LineItem } from './stripe-model.ts'

const knownParams = new Set(
  `adaptive_pricing after_expiration allow_promotion_codes allowed_payment_method_types automatic_tax
  billing_address_collection branding_settings cancel_url client_reference_id consent_collection currency custom_fields
  custom_text customer customer_account customer_creation customer_email customer_update discounts
  excluded_payment_method_types expand expires_at integration_identifier invoice_creation line_items locale metadata
  mode name_collection optional_items origin_context payment_intent_data payment_method_collection
  payment_method_configuration payment_method_data payment_method_options payment_method_types permissions
  phone_number_collection redirect_on_completion return_url saved_payment_method_options setup_intent_data
  shipping_address_collection shipping_options submit_type subscription_data success_url tax_id_collection ui_mode
  wallet_options`.split(/\s+/),
)

const locales = new Set(
  `auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro
  ru sk sl sv th tr vi zh zh-HK zh-TW`.split(/\s+/),
)

export function requireKnownParams(body: Nested): void {
  const unknown = Object.keys(body).find((key) => !knownParams.has(key))
  if (unknown === undefined) return
  throw new StripeError(`Received unknown parameter: ${unknown}`, { code: 'parameter_unknown', param: unknown })
}

/** Options that would change the total; this fake computes none of them, so it refuses rather than lie. */
const unsupported = ['discounts', 'shipping_options', 'optional_items', 'subscription_data', 'setup_intent_data']

export function requireSupported(body: Nested): void {
  const used = unsupported.find((key) => body[key] !== undefined)
  if (used !== undefined) throw new StripeError(`The sandbox does not support ${used}.`, { param: used })
  if (nested(body.automatic_tax).enabled === 'true') {
    throw new StripeError('The sandbox does not compute taxes.', { param: 'automatic_tax' })
  }
}

export function nested(value: unknown): Nested {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Nested) : {}
}

export function optionalText(value: unknown, param: string, max: number): string | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string' || value.length > max) {
    throw new StripeError(`Invalid ${param}: must be at most ${max} characters`, { param })
  }
  return value
}

export function absoluteUrl(value: unknown, param: string): string {
  if (value === undefined || value === '') throw missingParam(param)
  if (typeof value !== 'string' || !/^https?:\/\/[^\s/]+/.test(value) || value.length > 5_000) {
    throw new StripeError('Not a valid URL', { code: 'url_invalid', param })
  }
  return value
}

export function requireLocale(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string' && locales.has(value)) return value
  throw new StripeError(`Invalid locale: must be one of ${[...locales].join(', ')}`, { param: 'locale' })
}

/** At most 50 keys of 40 characters with values of 500. */
export function metadataOf(value: unknown, param = 'metadata'): Record<string, string> {
  if (value === undefined || value === '') return {}
  const entries = Object.entries(nested(value))
  if (entries.length > 50) throw new StripeError('Metadata can have up to 50 keys.', { param })
  for (const [key, text] of entries) {
    if (key.length > 40 || typeof text !== 'string' || text.length > 500) {
      throw new StripeError('Metadata keys have up to 40 characters, values up to 500.', { param: `${param}[${key}]` })
    }
  }
  return Object.fromEntries(entries.filter(([, text]) => text !== '').map(([key, text]) => [key, String(text)]))
}

const shortest = 30 * 60
const longest = 24 * 60 * 60

/** 30 minutes to 24 hours from now, in seconds; a day when nothing is said. */
export function expiryOf(value: unknown, now: number): number {
  if (value === undefined) return now + longest
  const expiresAt = Number(value)
  if (!Number.isInteger(expiresAt)) throw new StripeError('Invalid integer: expires_at', { param: 'expires_at' })
  if (expiresAt < now + shortest) {
    throw new StripeError('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', {
      param: 'expires_at',
    })
  }
  if (expiresAt > now + longest) {
    throw new StripeError('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', {
      param: 'expires_at',
    })
  }
  return expiresAt
}

export function wholeNumber(value: unknown, param: string, min: number): number {
  if (value === undefined) throw missingParam(param)
  const number = Number(value)
  if (typeof value !== 'string' || !/^-?\d+$/.test(value) || !Number.isSafeInteger(number)) {
    throw new StripeError(`Invalid integer: ${String(value)}`, { code: 'parameter_invalid_integer', param })
  }
  if (number < min) throw new StripeError(`Invalid ${param}: must be at least ${min}`, { param })
  return number
}

/** Up to 100 lines, all in one currency, priced inline. */
export function linesOf(state: SandboxState, value: unknown): LineItem[] {
  if (!Array.isArray(value) || value.length === 0) throw missingParam('line_items')
  if (value.length > 100) throw new StripeError('line_items: at most 100', { param: 'line_items' })
  const lines = value.map((line, index) => lineOf(state, nested(line), `line_items[${index}]`))
  if (new Set(lines.map(({ currency }) => currency)).size > 1) {
    throw new StripeError('All prices of a Checkout Session must have the same currency.', { param: 'line_items' })
  }
  return lines
}

function lineOf(state: SandboxState, line: Nested, param: string): LineItem {
  const price = nested(line.price_data)
  if (line.price !== undefined || line.price_data === undefined) {
    throw new StripeError('The sandbox knows inline prices only: price_data', { param: `${param}[price_data]` })
  }
  if (typeof price.currency !== 'string') throw missingParam(`${param}[price_data][currency]`)
  const currency = requireCurrency(price.currency)
  const product = nested(price.product_data)
  const name = optionalText(product.name, `${param}[price_data][product_data][name]`, 5_000)
  if (name === undefined) throw missingParam(`${param}[price_data][product_data][name]`)
  const unitAmount = wholeNumber(price.unit_amount, `${param}[price_data][unit_amount]`, 0)
  requireGrid(unitAmount, currency, `${param}[price_data][unit_amount]`)
  return {
    id: newStripeId(state, 'li'),
    name,
    description: optionalText(product.description, `${param}[price_data][product_data][description]`, 40_000),
    quantity: wholeNumber(line.quantity ?? '1', `${param}[quantity]`, 1),
    unitAmount,
    currency,
  }
}
