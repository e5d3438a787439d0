import { z } from 'zod'
import { mostLines, mostPerLine } from '#modules/cart/index.ts'
import {
  IdView,
  idField,
  LanguageField,
  LocalizedView,
  MoneyField,
  MoneyView,
  pageQuery,
  pageView,
  TimeView,
  textField,
} from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import { fulfillmentStatuses, orderStatuses } from './order.rules.ts'
import { type OrderFacts, type OrderLineFacts, paymentStatuses } from './order.types.ts'
import type { HistoryEntry } from './orders.queries.ts'

const OrderLineView = z
  .object({
    id: IdView,
    variantId: IdView,
    productId: IdView,
    sku: z.string(),
    title: LocalizedView,
    optionTitle: LocalizedView,
    imageUrl: z.string().nullable().meta({ description: 'Path on this server.' }),
    unitPrice: MoneyView,
    quantity: z.int(),
    discount: MoneyView,
    tax: MoneyView,
    total: MoneyView.meta({ description: 'Unit price times quantity.' }),
    canceledQuantity: z.int(),
    shippedQuantity: z.int(),
    deliveredQuantity: z.int(),
    returnedQuantity: z.int(),
  })
  .meta({ id: 'OrderLine' })

export const OrderView = z
  .object({
    id: IdView,
    number: z.int(),
    shopperId: IdView,
    status: z.enum(orderStatuses),
    paymentMethod: z.enum(['card', 'cash_on_delivery']),
    paymentStatus: z.enum(paymentStatuses),
    fulfillmentStatus: z.enum(fulfillmentStatuses),
    channel: z.enum(['whatsapp', 'api']),
    language: LanguageField,
    subtotal: MoneyView,
    discount: MoneyView,
    tax: MoneyView,
    delivery: MoneyView,
    rounding: MoneyView.meta({ description: 'What puts the total on an amount that cards can be charged.' }),
    total: MoneyView,
    address: z.object({ text: z.string(), latitude: z.number().optional(), longitude: z.number().optional() }),
    deliveryPhone: z.string().nullable(),
    note: z.string().nullable(),
    lines: z.array(OrderLineView),
    holdExpiresAt: TimeView.nullable().meta({ description: 'Until when the goods wait for the payment.' }),
    cancelReason: z.string().nullable(),
    createdAt: TimeView,
    placedAt: TimeView.nullable(),
    closedAt: TimeView.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Order' })

const HistoryView = z.object({
  axis: z.enum(['order', 'payment', 'fulfillment']),
  from: z.string().nullable(),
  to: z.string(),
  actor: z.string(),
  reason: z.string().nullable(),
  at: TimeView,
})

export const OrderDetailView = OrderView.extend({ history: z.array(HistoryView) }).meta({ id: 'OrderDetail' })

export const OrderPage = pageView(OrderView)

export const OrderParams = z.strictObject({ orderId: idField('order') })

export const OrderQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(orderStatuses).optional(),
  paymentStatus: z.enum(paymentStatuses).optional(),
  fulfillmentStatus: z.enum(fulfillmentStatuses).optional(),
  shopperId: idField('shopper').optional(),
  number: z
    .string()
    .regex(/^[1-9][0-9]{0,14}$/)
    .transform(Number)
    .optional()
    .meta({
      type: 'integer',
      minimum: 1,
      maximum: 999_999_999_999_999,
      description: 'The number the shopper knows the order by.',
    }),
})

const AddressField = z.strictObject({
  text: textField(500),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
})

const NewLine = z.strictObject({ variantId: idField('variant'), quantity: z.int().min(1).max(mostPerLine) })

export const NewOrderBody = z.strictObject({
  shopperId: idField('shopper'),
  lines: z.array(NewLine).min(1).max(mostLines).meta({ description: 'Each variant once, with its whole quantity.' }),
  paymentMethod: z.literal('cash_on_delivery'),
  address: AddressField,
  deliveryPhone: z
    .string()
    .regex(/^\+[1-9][0-9]{6,14}$/)
    .optional()
    .meta({ description: 'Whom the courier calls, in E.164; the number of the chat unless told.' }),
  note: textField(1000).optional(),
  language: LanguageField.optional().meta({ description: 'Of the messages about it; the shopper’s own unless told.' }),
  expectedTotal: MoneyField.optional().meta({ description: 'What the shopper was told; another total is refused.' }),
})

/** Why, in the owner's words; it stays in the order's history. */
export const ReasonBody = z.strictObject({ reason: textField(500) })

export function viewOrder(order: OrderFacts): z.infer<typeof OrderView> {
  const money = (amount: number) => ({ amount, currency: order.currency })
  const { number, status, paymentMethod, paymentStatus, fulfillmentStatus, channel, language } = order
  const { address, deliveryPhone, note, cancelReason, version } = order
  return {
    id: publicId('order', order.id),
    shopperId: publicId('shopper', order.shopperId),
    ...{ number, status, paymentMethod, paymentStatus, fulfillmentStatus, channel, language },
    ...{ address, deliveryPhone, note, cancelReason, version },
    subtotal: money(order.subtotal),
    discount: money(order.discount),
    tax: money(order.tax),
    delivery: money(order.delivery),
    rounding: money(order.rounding),
    total: money(order.total),
    lines: order.lines.map((line) => viewLine(line, money)),
    holdExpiresAt: order.holdExpiresAt?.toISOString() ?? null,
    createdAt: order.createdAt.toISOString(),
    placedAt: order.placedAt?.toISOString() ?? null,
    closedAt: order.closedAt?.toISOString() ?? null,
  }
}

export function viewOrderDetail(order: OrderFacts, history: readonly HistoryEntry[]): z.infer<typeof OrderDetailView> {
  return { ...viewOrder(order), history: history.map((entry) => ({ ...entry, at: entry.at.toISOString() })) }
}

type InMoney = (amount: number) => z.infer<typeof MoneyView>

function viewLine(line: OrderLineFacts, money: InMoney): z.infer<typeof OrderLineView> {
  const { sku, title, imageUrl, quantity } = line
  const { canceledQuantity, shippedQuantity, deliveredQuantity, returnedQuantity } = line
  return {
    id: publicId('orderLine', line.id),
    variantId: publicId('variant', line.variantId),
    productId: publicId('product', line.productId),
    ...{ sku, title, imageUrl, quantity, canceledQuantity, shippedQuantity, deliveredQuantity, returnedQuantity },
    optionTitle: line.options,
    unitPrice: money(line.unitPrice),
    discount: money(line.discount),
    tax: money(line.tax),
    total: money(line.total),
  }
}
