import { signal } from '@preact/signals'
import { chatKey } from '#phone/state/chats.ts'
import { control } from '#phone/state/session.ts'
import type { ChatChoice } from '#phone/state/store.ts'
import type { Catalog, CatalogItem } from '#phone/state/types.ts'
import { type Cart, emptyCart } from './cart.ts'
import { type CatalogProduct, groupItems } from './group.ts'
import { recallCarts, rememberCarts } from './keep-carts.ts'

export type ShownCatalog = {
  state: 'loading' | 'ready' | 'failed'
  catalog: Catalog
  products: CatalogProduct[]
  why: string
}

const nothing: ShownCatalog = {
  state: 'loading',
  catalog: { currency: 'SAR', items: [], collections: [] },
  products: [],
  why: '',
}

const catalogs = signal<Record<string, ShownCatalog>>({})

/** The catalog as it was last loaded; `refreshCatalog` loads it. */
export function catalogOf(phoneNumberId: string): ShownCatalog {
  return catalogs.value[phoneNumberId] ?? nothing
}

/** Loads what the catalog shows now. The app does so whenever it shows a product: prices may have moved. */
export async function refreshCatalog(phoneNumberId: string): Promise<void> {
  try {
    const catalog = await control.catalog(phoneNumberId)
    put(phoneNumberId, { state: 'ready', catalog, products: groupItems(catalog.items), why: '' })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const known = catalogs.peek()[phoneNumberId]
    put(phoneNumberId, { ...(known ?? nothing), state: 'failed', why })
  }
}

function put(phoneNumberId: string, shown: ShownCatalog): void {
  catalogs.value = { ...catalogs.peek(), [phoneNumberId]: shown }
}

export function itemOf(phoneNumberId: string, retailerId: string): CatalogItem | null {
  return catalogOf(phoneNumberId).catalog.items.find((item) => item.retailerId === retailerId) ?? null
}

const carts = signal<Record<string, Cart>>(recallCarts())

/** One cart for each chat, kept on this device until it is sent. */
export function cartOf(choice: ChatChoice): Cart {
  return carts.value[chatKey(choice)] ?? emptyCart
}

export function changeCart(choice: ChatChoice, change: (cart: Cart) => Cart): void {
  const key = chatKey(choice)
  carts.value = { ...carts.peek(), [key]: change(carts.peek()[key] ?? emptyCart) }
  rememberCarts(carts.peek())
}
