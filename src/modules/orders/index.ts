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
