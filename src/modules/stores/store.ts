import type { StoreContext } from '#platform/context.ts'
import type { Statement, Tx } from '#platform/db.ts'
import { NotFound } from '#shared/errors.ts'
import type { Language, LocalizedText } from '#shared/language.ts'

export type Store = {
  id: string
  slug: string
  name: LocalizedText
  status: 'active' | 'paused'
  currency: string
  country: string
  timeZone: string
  languages: Language[]
  defaultLanguage: Language
  phoneNumberId: string
  displayPhoneNumber: string
  wabaId: string
  catalogId: string | null
  catalogUsable: boolean
  /** Minor units of the store's currency. */
  deliveryFee: number
  cashOnDelivery: boolean
  cardPayments: boolean
  sessionMinutes: number
  messagesPerSecond: number
  sendingParkedAt: Date | null
  version: number
}

/** The stores among these that exist and that this transaction may see, by id. */
export async function loadStores(tx: Tx, ids: readonly string[]): Promise<Map<string, Store>> {
  const stores = await tx.query<Store>(READ_STORES, [ids])
  return new Map(stores.map((store) => [store.id, store]))
}

/** The store of the context; throws NotFound('store'). */
export async function loadStore(ctx: StoreContext): Promise<Store> {
  const store = (await loadStores(ctx.tx, [ctx.storeId])).get(ctx.storeId)
  if (store === undefined) throw new NotFound('store', ctx.storeId)
  return store
}

/** As `loadStore`, and no one else changes the store until this transaction ends. */
export async function lockStore(ctx: StoreContext): Promise<Store> {
  await ctx.tx.query(LOCK_STORE, [ctx.storeId])
  return loadStore(ctx)
}

export type NumberOwner = { storeId: string; wabaId: string }

/** Which store answers on which WhatsApp number; needs a transaction across stores. */
export async function findStoresByNumber(tx: Tx, phoneNumberIds: readonly string[]): Promise<Map<string, NumberOwner>> {
  const rows = await tx.query<NumberOwner & { phoneNumberId: string }>(READ_NUMBERS, [phoneNumberIds])
  return new Map(rows.map(({ phoneNumberId, storeId, wabaId }) => [phoneNumberId, { storeId, wabaId }]))
}

const READ_STORES: Statement = {
  name: 'stores_read',
  text: `select id, slug, name, status, currency, country, time_zone as "timeZone", languages,
      default_language as "defaultLanguage", phone_number_id as "phoneNumberId",
      display_phone_number as "displayPhoneNumber", waba_id as "wabaId", catalog_id as "catalogId",
      catalog_usable as "catalogUsable", delivery_fee as "deliveryFee", cash_on_delivery as "cashOnDelivery",
      card_payments as "cardPayments", session_minutes as "sessionMinutes",
      messages_per_second as "messagesPerSecond", sending_parked_at as "sendingParkedAt", version
    from stores where id = any ($1::uuid[])`,
}
const LOCK_STORE: Statement = { name: 'stores_lock', text: `select 1 from stores where id = $1 for no key update` }
const READ_NUMBERS: Statement = {
  name: 'stores_by_number',
  text: `select phone_number_id as "phoneNumberId", id as "storeId", waba_id as "wabaId"
    from stores where phone_number_id = any ($1::text[])`,
}
