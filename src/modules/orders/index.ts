export { moveOrders, type OrderMove } from './move-orders.ts'
export {
  canMove,
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
export { placeOrders } from './place-orders.ts'
export { lockOrders, type OrderKey, readOrderByToken, readOrders, readRecentOrders } from './read-orders.ts'
