import { type Cart, quoteCart } from '#modules/cart/index.ts'
import type { ProductCard, SellableVariant } from '#modules/catalog/index.ts'
import type { Chat } from '#modules/conversation/chat.types.ts'
import type { Situation } from '#modules/conversation/turn.types.ts'
import type { OrderFacts } from '#modules/orders/index.ts'
import type { Shopper } from '#modules/shoppers/index.ts'
import type { Store } from '#modules/stores/index.ts'

export const now = new Date('2026-11-22T10:00:00Z')
export const storeId = '019a0000-0000-7000-8000-0000000000aa'
export const shopperId = '019a0000-0000-7000-8000-0000000000bb'
export const cartId = '019a0000-0000-7000-8000-0000000000cc'

/** A readable id: the same number gives the same one. */
export const idOf = (number: number) => `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`

export const store: Store = {
  id: storeId,
  slug: 'dates',
  name: { en: 'Date House', ar: 'دار التمر' },
  status: 'active',
  currency: 'SAR',
  country: 'SA',
  timeZone: 'Asia/Riyadh',
  languages: ['ar', 'en'],
  defaultLanguage: 'ar',
  phoneNumberId: '1',
  displayPhoneNumber: '+966500000000',
  wabaId: '2',
  catalogId: null,
  catalogUsable: true,
  deliveryFee: 1500,
  cashOnDelivery: true,
  cardPayments: true,
  sessionMinutes: 31,
  messagesPerSecond: 80,
  sendingParkedAt: null,
  version: 1,
}

export const shopper: Shopper = {
  id: shopperId,
  storeId,
  name: 'Sara',
  deliveryPhone: null,
  bsuid: 'SA.1',
  waId: '966500000001',
  marketingOptedOutAt: null,
  lastPaymentMethod: null,
}

export const chat: Chat = {
  conversationId: '019a0000-0000-7000-8000-0000000000dd',
  storeId,
  shopperId,
  language: 'en',
  languageChosen: false,
  step: 'idle',
  memory: {},
  lastInboundAt: null,
  handedOverAt: null,
}

export function variant(number: number, changes: Partial<SellableVariant> = {}): SellableVariant {
  return {
    variantId: idOf(number),
    productId: idOf(1000 + number),
    storeId,
    sku: `D-${number}`,
    retailerId: `D-${number}`,
    title: { en: `Dates ${number}`, ar: `تمر ${number}` },
    optionTitle: {},
    price: 1000 * number,
    compareAt: null,
    available: 10,
    sellable: true,
    whyNot: null,
    imageId: null,
    inMetaCatalog: true,
    ...changes,
  }
}

export function card(variants: SellableVariant[]): ProductCard {
  const [first = variant(1)] = variants
  return { productId: first.productId, title: first.title, description: {}, imageId: null, variants }
}

export function cartOf(goods: Record<number, number>, changes: Partial<Cart> = {}): Cart {
  const lines = Object.entries(goods).map(([number, quantity]) => ({
    variantId: idOf(Number(number)),
    quantity,
    seenPrice: null,
  }))
  return { id: cartId, storeId, shopperId, version: 3, lines, note: null, shownQuote: null, ...changes }
}

export function order(number: number, changes: Partial<OrderFacts> = {}): OrderFacts {
  const line = variant(1)
  return {
    id: idOf(500 + number),
    storeId,
    shopperId,
    cartId: idOf(600 + number),
    number,
    status: 'awaiting_payment',
    paymentMethod: 'card',
    paymentStatus: 'none',
    fulfillmentStatus: 'unfulfilled',
    channel: 'whatsapp',
    currency: 'SAR',
    subtotal: 2000,
    discount: 0,
    tax: 0,
    delivery: 1500,
    rounding: 0,
    total: 3500,
    quoteDigest: 'x',
    language: 'en',
    address: { text: 'Olaya St 12' },
    deliveryPhone: '+966500000001',
    note: null,
    token: 'abcdefghijklmnopqrstuv',
    holdExpiresAt: new Date(now.getTime() + 30 * 60_000),
    cancelReason: null,
    createdAt: now,
    placedAt: null,
    closedAt: null,
    version: 1,
    lines: [
      {
        id: idOf(700 + number),
        variantId: line.variantId,
        productId: line.productId,
        position: 0,
        sku: line.sku,
        title: line.title,
        options: {},
        imageUrl: null,
        unitPrice: 1000,
        quantity: 2,
        discount: 0,
        tax: 0,
        total: 2000,
        canceledQuantity: 0,
        shippedQuantity: 0,
        deliveredQuantity: 0,
        returnedQuantity: 0,
      },
    ],
    ...changes,
  }
}

type Given = Partial<Omit<Situation, 'store' | 'shopper' | 'chat' | 'quote'>> & {
  store?: Partial<Store>
  shopper?: Partial<Shopper>
  chat?: Partial<Chat>
}

/** The state of things that an answer is asked for in; what is not given is as in a quiet shop. */
export function given({
  store: storeChanges,
  shopper: shopperChanges,
  chat: chatChanges,
  ...rest
}: Given = {}): Situation {
  const shop = { ...store, ...storeChanges }
  const variants = rest.variants ?? [variant(1), variant(2), variant(3)]
  return {
    now,
    store: shop,
    shopper: { ...shopper, ...shopperChanges },
    chat: { ...chat, ...chatChanges },
    language: 'en',
    cart: { ...cartOf({}), version: 0 },
    collections: [{ id: idOf(90), storeId, handle: 'dates', title: { en: 'Dates', ar: 'التمور' }, productCount: 3 }],
    cards: [],
    orders: [],
    addresses: [],
    publicUrl: 'https://shop.test',
    pending: {},
    ...rest,
    variants,
    quote: (lines, others = variants) => quoteCart({ lines, variants: others, store: shop, now }),
  }
}

export const home = {
  id: idOf(80),
  shopperId,
  label: null,
  text: 'Olaya St 12, Riyadh',
  latitude: null,
  longitude: null,
}
