import { catalogRoutes, exportRoutes, importRoutes, mediaRoutes } from '#modules/catalog/index.ts'
import { attendanceRoutes } from '#modules/conversation/index.ts'
import { fulfillmentRoutes } from '#modules/fulfillment/index.ts'
import { messagingRoutes, StoreFinder, whatsAppWebhook } from '#modules/messaging/index.ts'
import { orderRoutes } from '#modules/orders/index.ts'
import { paymentRoutes, payPages, Rejections, stripeWebhook } from '#modules/payments/index.ts'
import { shopperRoutes } from '#modules/shoppers/index.ts'
import { storeRoutes } from '#modules/stores/index.ts'
import type { Inbox } from '#platform/inbox.ts'
import type { RoutePlugin } from './http/build.ts'
import type { Runtime } from './runtime.ts'

/** Every route of the shop, the owner's and the world's. */
export function routesOf(runtime: Runtime, inbox: Inbox): RoutePlugin[] {
  const { config, database, environment, log, box, stripe } = runtime
  const { publicUrl } = config.http
  const { appSecret, previousAppSecret, verifyToken } = config.whatsapp
  const payments = { database, environment, stripe, publicUrl, log }
  return [
    (app) =>
      whatsAppWebhook(app, {
        inbox,
        finder: new StoreFinder(database, environment.now),
        now: environment.now,
        appSecrets: previousAppSecret === null ? [appSecret] : [appSecret, previousAppSecret],
        verifyToken,
      }),
    (app) => stripeWebhook(app, { ...payments, inbox, rejections: new Rejections() }),
    (app) => payPages(app, { ...payments, framedBy: config.http.framedBy }),
    (app) => mediaRoutes(app),
    (app) => storeRoutes(app, { box }),
    (app) => catalogRoutes(app, { publicUrl }),
    (app) => importRoutes(app),
    (app) => exportRoutes(app),
    (app) => shopperRoutes(app),
    (app) => orderRoutes(app),
    (app) => paymentRoutes(app, payments),
    (app) => fulfillmentRoutes(app),
    (app) => messagingRoutes(app),
    (app) => attendanceRoutes(app),
  ]
}
