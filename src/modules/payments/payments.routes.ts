import { lockOrders, requireOrder } from '#modules/orders/index.ts'
import { loadStore } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { route, type ZodApp } from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import { readAttempts } from './checkout/attempts.ts'
import { goodsAreHeld } from './checkout/order-steps.ts'
import { judgePayLink } from './checkout/pay-link.rules.ts'
import { pricesChanged } from './checkout/prepare-checkout.ts'
import { balanceOf } from './ledger/ledger.rules.ts'
import { readLedger } from './ledger/ledger.ts'
import {
  OrderParams,
  PayLinkView,
  PaymentsView,
  RefundBody,
  RefundsView,
  viewAttempt,
  viewLedgerRow,
  viewRefund,
} from './payments.schemas.ts'
import { readRefunds } from './refunds/refunds.ts'
import { requestRefund } from './refunds/request-refund.ts'

/** What a store's own systems can see and do about the money of an order. */
export async function paymentRoutes(app: ZodApp, { publicUrl }: { publicUrl: string }): Promise<void> {
  readRoutes(app)
  route(app, {
    method: 'POST',
    url: '/v1/orders/:id/refunds',
    scope: 'orders:write',
    summary: 'Refund an order',
    description: 'Decides the refund; it is carried out within seconds, and the shopper is told.',
    tags: ['payments'],
    params: OrderParams,
    body: RefundBody,
    reply: { 201: RefundsView },
    handle: async (ctx, { params, body }) => {
      const { amount, note } = body
      const refunds = await requestRefund(ctx, {
        orderId: params.id,
        amount: amount?.amount ?? null,
        currency: amount?.currency ?? null,
        note: note ?? null,
      })
      return { data: refunds.map(viewRefund) }
    },
  })
  route(app, {
    method: 'POST',
    url: '/v1/orders/:id/pay-link',
    scope: 'orders:write',
    summary: 'Get the pay link of an order again',
    description:
      'The link stays the same for the life of the order; it opens a payment only while the order awaits one.',
    tags: ['payments'],
    params: OrderParams,
    reply: { 200: PayLinkView },
    handle: async (ctx, { params }) => viewPayLink(ctx, params.id, publicUrl),
  })
}

function readRoutes(app: ZodApp): void {
  route(app, {
    method: 'GET',
    url: '/v1/orders/:id/payments',
    scope: 'orders:read',
    summary: 'Read the money of an order',
    tags: ['payments'],
    params: OrderParams,
    reply: { 200: PaymentsView },
    handle: async (ctx, { params }) => {
      const { id, currency, paymentStatus } = await requireOrder(ctx, params.id)
      const ledger = await readLedger(ctx, id)
      const { charged, refunded, net } = balanceOf(ledger)
      return {
        orderId: publicId('order', id),
        status: paymentStatus,
        charged: { amount: charged, currency },
        refunded: { amount: refunded, currency },
        net: { amount: net, currency },
        attempts: (await readAttempts(ctx, id)).map(viewAttempt),
        refunds: (await readRefunds(ctx, id)).map(viewRefund),
        ledger: ledger.map(viewLedgerRow),
      }
    },
  })
}

async function viewPayLink(ctx: StoreContext, orderId: string, publicUrl: string) {
  await lockOrders(ctx.tx, [{ storeId: ctx.storeId, orderId }])
  const order = await requireOrder(ctx, orderId)
  const state = judgePayLink({
    order,
    store: await loadStore(ctx),
    goodsHeld: await goodsAreHeld(ctx, orderId),
    priceChanged: await pricesChanged(ctx, order),
    now: ctx.now(),
  })
  return {
    url: `${publicUrl}/p/${order.token}`,
    payable: state === 'payable',
    heldUntil: order.holdExpiresAt?.toISOString() ?? null,
  }
}
