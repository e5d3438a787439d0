import type { Intent, Needs } from './intent.types.ts'

const home: Needs = { collections: true, orders: true }
const till: Needs = { cartVariants: true, orderVariants: true, orders: true, addresses: true, collections: true }

const needs: Readonly<Record<Intent['is'], Needs>> = {
  greet: home,
  menu: home,
  forged: home,
  bot: home,
  language: home,
  unclear: home,
  voice: home,
  media: home,
  browse: { collections: true },
  collection: { collections: true },
  search: { collections: true, orders: true },
  product: { collections: true, orders: true },
  cart: { cartVariants: true, collections: true, orders: true },
  empty_cart: { cartVariants: true, collections: true, orders: true },
  add: { cartVariants: true, collections: true, orders: true },
  line: { cartVariants: true, collections: true, orders: true },
  quantity: { cartVariants: true, collections: true, orders: true },
  edit_cart: { cartVariants: true, collections: true, orders: true },
  edit: till,
  cancel: till,
  change: till,
  change_address: till,
  native_cart: till,
  merge: till,
  checkout: till,
  address: till,
  phone: till,
  use_address: till,
  method: till,
  confirm: till,
  pay_again: till,
  pay_cash: till,
  order_again: till,
  cancel_order: till,
  orders: home,
  order: home,
  order_number: home,
  agent: {},
  stop: {},
  start: {},
  nothing: {},
}

/** What is to be read before this can be answered. */
export function needsOf(intent: Intent): Needs {
  return { ...needs[intent.is], ...particular(intent) }
}

function particular(intent: Intent): Needs {
  switch (intent.is) {
    case 'collection':
      return { collectionId: intent.collectionId }
    case 'search':
      return intent.order ? { ...till, search: intent.text } : { search: intent.text }
    case 'product':
      return { retailerIds: [intent.retailerId] }
    case 'native_cart':
      return { retailerIds: intent.items.map((item) => item.retailerId) }
    case 'add':
    case 'line':
    case 'quantity':
      return { variantIds: [intent.variantId] }
    case 'order':
    case 'pay_again':
    case 'pay_cash':
    case 'order_again':
    case 'cancel_order':
      return intent.orderId === null ? {} : { orderId: intent.orderId }
    default:
      return {}
  }
}
