import { type CartLine, quoteCart } from '#modules/cart/index.ts'
import {
  type ProductCard,
  readCollectionProducts,
  readCollections,
  readVariants,
  type SellableVariant,
  type ShownCollection,
  searchProducts,
} from '#modules/catalog/index.ts'
import { type OrderFacts, readOrders, readRecentOrders } from '#modules/orders/index.ts'
import { type Address, readAddresses } from '#modules/shoppers/index.ts'
import type { Intent, Needs } from './intent.types.ts'
import { needsOf } from './needs.rules.ts'
import type { Heard, StepTools } from './step.types.ts'
import type { Situation } from './turn.types.ts'

const mostOrders = 10
const mostFound = 30

type Asking = { heard: Heard; needs: Needs }

/** Reads what all of these messages need, each kind once for all of them, and lays it out for each. */
export async function gather(tools: StepTools, heard: readonly Heard[]): Promise<Situation[]> {
  const asking = heard.map((each): Asking => ({ heard: each, needs: needsOf(each.intent) }))
  const orders = await gatherOrders(tools, asking)
  const found: Found = {
    orders,
    variants: await gatherVariants(tools, asking, orders),
    collections: await gatherCollections(tools, asking),
    cards: await gatherCards(tools, asking),
    addresses: await gatherAddresses(tools, asking),
  }
  return asking.map((each) => situationOf(tools, each, found))
}

type Found = {
  orders: ReadonlyMap<Heard, OrderFacts[]>
  variants: ReadonlyMap<string, SellableVariant>
  collections: ReadonlyMap<string, ShownCollection[]>
  cards: ReadonlyMap<Heard, ProductCard[]>
  addresses: ReadonlyMap<string, Address[]>
}

async function gatherOrders({ tx }: StepTools, asking: readonly Asking[]): Promise<Map<Heard, OrderFacts[]>> {
  const asked = asking.filter(({ needs }) => needs.orders)
  if (asked.length === 0) return new Map()
  const latest = await readRecentOrders(
    tx,
    asked.map(({ heard }) => heard.shopperId),
    mostOrders,
  )
  const named = asked.flatMap(({ needs }) => needs.orderId ?? [])
  const others = named.length === 0 ? new Map<string, OrderFacts>() : await readOrders(tx, named)
  return new Map(
    asked.map(({ heard, needs }) => {
      const own = latest.get(heard.shopperId) ?? []
      const other = others.get(needs.orderId ?? '')
      const elder = other?.shopperId === heard.shopperId && !own.some(({ id }) => id === other.id) ? [other] : []
      return [heard, [...own, ...elder]]
    }),
  )
}

async function gatherVariants(
  { tx }: StepTools,
  asking: readonly Asking[],
  orders: Found['orders'],
): Promise<Map<string, SellableVariant>> {
  const variantIds = [...new Set(asking.flatMap((each) => wantedVariants(each, orders.get(each.heard) ?? [])))]
  const retailerIds = asking.flatMap(({ heard, needs }) =>
    [...new Set(needs.retailerIds)].map((retailerId) => ({ storeId: heard.store.id, retailerId })),
  )
  if (variantIds.length === 0 && retailerIds.length === 0) return new Map()
  const variants = await readVariants(tx, storesOf(asking), { variantIds, retailerIds })
  return new Map(
    variants.flatMap((variant): [string, SellableVariant][] => [
      [`${variant.storeId} ${variant.variantId}`, variant],
      [`${variant.storeId} retailer ${variant.retailerId}`, variant],
    ]),
  )
}

function wantedVariants({ heard, needs }: Asking, orders: readonly OrderFacts[]): string[] {
  const lines: readonly Pick<CartLine, 'variantId'>[] = [
    ...(needs.cartVariants ? heard.cart.lines : []),
    ...(needs.cartVariants ? (heard.chat.memory.arrived?.lines ?? []) : []),
    ...(needs.orderVariants ? orders.flatMap((order) => order.lines) : []),
  ]
  return [...lines.map(({ variantId }) => variantId), ...(needs.variantIds ?? [])]
}

async function gatherCollections(
  { tx }: StepTools,
  asking: readonly Asking[],
): Promise<Map<string, ShownCollection[]>> {
  const asked = asking.filter(({ needs }) => needs.collections)
  if (asked.length === 0) return new Map()
  return Map.groupBy(await readCollections(tx, storesOf(asked)), ({ storeId }) => storeId)
}

async function gatherCards({ tx }: StepTools, asking: readonly Asking[]): Promise<Map<Heard, ProductCard[]>> {
  const cards = new Map<Heard, ProductCard[]>()
  const collections = asking.flatMap(({ heard, needs: { collectionId } }) =>
    collectionId === undefined ? [] : [{ heard, storeId: heard.store.id, collectionId }],
  )
  if (collections.length > 0) {
    const products = await readCollectionProducts(tx, collections)
    for (const { heard, collectionId } of collections) cards.set(heard, products.get(collectionId) ?? [])
  }
  const searches = asking.flatMap(({ heard, needs: { search } }) =>
    search === undefined ? [] : [{ heard, storeId: heard.store.id, text: search }],
  )
  if (searches.length > 0) {
    const hits = await searchProducts(tx, searches, mostFound)
    for (const [index, { heard }] of searches.entries()) cards.set(heard, hits[index] ?? [])
  }
  return cards
}

async function gatherAddresses({ tx }: StepTools, asking: readonly Asking[]): Promise<Map<string, Address[]>> {
  const asked = asking.filter(({ needs }) => needs.addresses)
  if (asked.length === 0) return new Map()
  return readAddresses(
    tx,
    storesOf(asked),
    asked.map(({ heard }) => heard.shopperId),
  )
}

function storesOf(asking: readonly Asking[]): string[] {
  return [...new Set(asking.map(({ heard }) => heard.store.id))]
}

function situationOf({ now, deps }: StepTools, asking: Asking, found: Found): Situation {
  const { heard } = asking
  const { store, shopper, chat, cart, spoken } = heard
  const orders = found.orders.get(heard) ?? []
  const variants = variantsFor(asking, orders, found)
  return {
    now,
    store,
    shopper,
    chat,
    cart,
    variants,
    orders,
    language: spoken.language,
    collections: found.collections.get(store.id) ?? [],
    cards: found.cards.get(heard) ?? [],
    addresses: found.addresses.get(shopper.id) ?? [],
    quote: (lines, others = variants) => quoteCart({ lines, variants: others, store, now }),
    publicUrl: deps.publicUrl,
    pending: {},
  }
}

function variantsFor(asking: Asking, orders: readonly OrderFacts[], { variants }: Found): SellableVariant[] {
  const storeId = asking.heard.store.id
  const keys = [
    ...wantedVariants(asking, orders).map((variantId) => `${storeId} ${variantId}`),
    ...retailerIdsOf(asking.heard.intent).map((retailerId) => `${storeId} retailer ${retailerId}`),
  ]
  return [...new Set(keys.flatMap((key) => variants.get(key) ?? []))]
}

function retailerIdsOf(intent: Intent): readonly string[] {
  return needsOf(intent).retailerIds ?? []
}
