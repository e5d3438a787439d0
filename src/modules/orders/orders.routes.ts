import { pageOf, route, WrittenRows, writtenPage, type ZodApp } from '#platform/http.ts'
import { cancelOrder } from './cancel-order.ts'
import { listOrders, type OrderRow, readHistory, readMarkedOrders } from './orders.queries.ts'
import {
  NewOrderBody,
  OrderDetailView,
  OrderPage,
  OrderParams,
  OrderQuery,
  OrderView,
  ReasonBody,
  viewOrder,
  viewOrderDetail,
} from './orders.schemas.ts'
import { requireOrder } from './read-orders.ts'
import { resumeOrder } from './resume-order.ts'
import { takeOrder } from './take-order.ts'

const tags = ['orders']

/** What was ordered; its payments and parcels have routes of their own. */
export async function orderRoutes(app: ZodApp): Promise<void> {
  readingRoutes(app)
  route(app, {
    method: 'POST',
    url: '/v1/orders',
    scope: 'orders:write',
    summary: 'Take an order for a shopper, to be paid in cash',
    description:
      'For what is ordered on the phone or at the counter. It costs what the goods cost now, takes them off the shelf, and is confirmed to the shopper in WhatsApp; what they have in their cart there stays in it.',
    tags,
    body: NewOrderBody,
    reply: { 201: OrderView },
    handle: async (ctx, { body }) => {
      const { randomBytes } = app.tools.environment
      return viewOrder(await takeOrder({ ...ctx, randomBytes }, body))
    },
  })
  route(app, {
    method: 'POST',
    url: '/v1/orders/:orderId/cancel',
    scope: 'orders:write',
    summary: 'Cancel an order, or what of it is not sent yet',
    description:
      'The goods go back on sale and the payment link ends; what was paid is given back. Of an order sent in part only the rest is canceled.',
    tags,
    params: OrderParams,
    body: ReasonBody,
    reply: { 200: OrderView },
    handle: async (ctx, { params, body }) => viewOrder(await cancelOrder(ctx, { ...params, ...body })),
  })
  route(app, {
    method: 'POST',
    url: '/v1/orders/:orderId/resume',
    scope: 'orders:write',
    summary: 'Let an order on hold go on',
    tags,
    params: OrderParams,
    body: ReasonBody,
    reply: { 200: OrderView },
    handle: async (ctx, { params, body }) => viewOrder(await resumeOrder(ctx, { ...params, ...body })),
  })
}

function readingRoutes(app: ZodApp): void {
  const written = new WrittenRows((row: OrderRow) => JSON.stringify(viewOrder(row)))
  route(app, {
    method: 'GET',
    url: '/v1/orders',
    scope: 'orders:read',
    summary: 'List orders, newest first',
    tags,
    query: OrderQuery,
    reply: { 200: OrderPage },
    handle: async (ctx, { query, cursors }) => {
      const place = cursors.read('orders', query.cursor)
      const marked = await listOrders(ctx, {
        status: query.status ?? null,
        paymentStatus: query.paymentStatus ?? null,
        fulfillmentStatus: query.fulfillmentStatus ?? null,
        shopperId: query.shopperId ?? null,
        number: query.number ?? null,
        beforeId: place === null ? null : String(place[0]),
        limit: query.limit + 1,
      })
      const page = pageOf(marked, query.limit, {
        view: (order) => order,
        cursor: ({ id }) => cursors.write('orders', [id]),
      })
      return writtenPage({ ...page, data: await written.all(page.data, (ids) => readMarkedOrders(ctx, ids)) })
    },
  })
  route(app, {
    method: 'GET',
    url: '/v1/orders/:orderId',
    scope: 'orders:read',
    summary: 'Read an order with its lines and its history',
    tags,
    params: OrderParams,
    reply: { 200: OrderDetailView },
    handle: async (ctx, { params }) =>
      viewOrderDetail(await requireOrder(ctx, params.orderId), await readHistory(ctx, params.orderId)),
  })
}
