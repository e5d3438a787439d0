export { type CancelOrder, cancelOrder } from './cancel-order.ts'
export { completeIfDone, orderListeners } from './complete-orders.ts'
export { moveOrders, type OrderMove } from './move-orders.ts'
export {
  canMove,
  type DueOrder,
  dueOf,
  type FulfillmentStatus,
  fulfillmentStatusOf,
  type LineQuantities,
  type OrderStatus,
  orderMoves,
} from './order.rules.ts'
export type {
  OrderAddress,
  OrderChannel,
  OrderFacts,
  OrderLineFacts,
  PaymentMethod,
  PaymentStatus,
  Placed,
  PlaceOrder,
  PlaceTools,
} from './order.types.ts'
export { orderRoutes } from './orders.routes.ts'
export { placeOrders } from './place-orders.ts'
export {
  lockOrders,
  type OrderKey,
  readOrderByToken,
  readOrders,
  readRecentOrders,
  requireOrder,
} from './read-orders.ts'
export { refreshFulfillment } from './refresh-fulfillment.ts'
export { reopenCart } from './reopen-cart.ts'
export { resumeOrder } from './resume-order.ts'
export { switchToCash } from './switch-to-cash.ts'
