import type Stripe from 'stripe'
import { publicId } from '#shared/ids.ts'
import { type Language, type LocalizedText, pick } from '#shared/language.ts'
import { chargeGrid, stripeAmount } from '#shared/money.ts'
import { cutGraphemes } from '#shared/text.ts'
import { metadataOf } from './references.ts'

export type PayableLine = {
  title: LocalizedText
  options: LocalizedText
  unitPrice: number
  quantity: number
  total: number
}

export type PayableOrder = {
  id: string
  storeId: string
  number: number
  token: string
  language: Language
  currency: string
  total: number
  lines: readonly PayableLine[]
}

export type CheckoutTerms = {
  order: PayableOrder
  attemptId: string
  expiresAt: Date
  publicUrl: string
}

type LineItem = Stripe.Checkout.SessionCreateParams.LineItem

const MAX_LINES = 100
const NAME_LENGTH = 200
const DESCRIPTION_LENGTH = 400

/**
 * What we ask Stripe for. It follows from stored rows alone, because a call that is repeated with the same key must
 * carry the same words: https://docs.stripe.com/api/idempotent_requests
 */
export function sessionParams({ order, attemptId, expiresAt, publicUrl }: CheckoutTerms) {
  const metadata = metadataOf({ storeId: order.storeId, orderId: order.id, attemptId })
  const page = `${publicUrl}/p/${order.token}`
  return {
    mode: 'payment',
    client_reference_id: publicId('order', order.id),
    // Stripe's hosted page has no Arabic and refuses `ar`.
    locale: 'auto',
    expires_at: Math.floor(expiresAt.getTime() / 1000),
    success_url: `${page}/done?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: `${page}/back`,
    line_items: chargesItemByItem(order) ? order.lines.map((line) => itemOf(line, order)) : [wholeOrder(order)],
    metadata,
    payment_intent_data: { metadata, description: titleOf(order) },
    // Anything that could change the sum on Stripe's page stays off.
    adaptive_pricing: { enabled: false },
    allow_promotion_codes: false,
  } satisfies Stripe.Checkout.SessionCreateParams
}

/** Stripe has no negative lines and multiplies itself, so its lines are ours only when they alone make the total. */
function chargesItemByItem(order: PayableOrder): boolean {
  const grid = chargeGrid(order.currency)
  const sum = order.lines.reduce((whole, line) => whole + line.unitPrice * line.quantity, 0)
  const onGrid = order.lines.every((line) => line.unitPrice > 0 && line.unitPrice % grid === 0)
  return onGrid && sum === order.total && order.lines.length <= MAX_LINES
}

function itemOf(line: PayableLine, { currency, language }: PayableOrder): LineItem {
  return {
    quantity: line.quantity,
    price_data: {
      currency: currency.toLowerCase(),
      unit_amount: stripeAmount({ amount: line.unitPrice, currency }),
      product_data: { name: cutGraphemes(nameOf(line, language), NAME_LENGTH) },
    },
  }
}

function wholeOrder(order: PayableOrder): LineItem {
  const { currency, total, language } = order
  const contents = order.lines.map((line) => `${line.quantity} × ${nameOf(line, language)}`).join(', ')
  return {
    quantity: 1,
    price_data: {
      currency: currency.toLowerCase(),
      unit_amount: stripeAmount({ amount: total, currency }),
      product_data: { name: titleOf(order), description: cutGraphemes(contents, DESCRIPTION_LENGTH) },
    },
  }
}

function titleOf({ number, language }: PayableOrder): string {
  return language === 'ar' ? `طلب رقم ${number}` : `Order ${number}`
}

function nameOf(line: PayableLine, language: Language): string {
  const names = [pick(line.title, language, 'en'), pick(line.options, language, 'en')]
  return names.filter((name) => name !== '').join(' · ')
}
