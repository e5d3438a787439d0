import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { SecretBox } from '#platform/secret-box.ts'
import { Conflict, Invalid } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import type { Language, LocalizedText } from '#shared/language.ts'
import { audit } from './audit.ts'
import { saveSecret } from './secrets.ts'
import { judgeStore, type StoreFault } from './store.rules.ts'
import { loadStore, type Store } from './store.ts'

export type NewStore = {
  slug: string
  name: LocalizedText
  currency: string
  country: string
  timeZone: string
  languages: readonly Language[]
  defaultLanguage: Language
  phoneNumberId: string
  displayPhoneNumber: string
  wabaId: string
  catalogId?: string | null
  deliveryFee?: number
  cashOnDelivery?: boolean
  cardPayments?: boolean
}

export type StoreMaking = { box: SecretBox; randomBytes: (size: number) => Uint8Array }

const ACTION_KEY_BYTES = 32

/**
 * Opens the store whose id the context carries: with a default location, an order counter and the key its buttons are
 * signed with. Throws Invalid('store-settings-invalid'), Conflict('slug-taken') or Conflict('number-taken').
 */
export async function createStore(ctx: StoreContext, input: NewStore, making: StoreMaking): Promise<Store> {
  const settings = { catalogId: null, deliveryFee: 0, cashOnDelivery: true, cardPayments: true, ...input }
  refuseFaults([...judgeSlug(input.slug), ...judgeStore(settings)])
  const made = await ctx.tx.run(INSERT, [
    ctx.storeId,
    settings.slug,
    JSON.stringify(settings.name),
    settings.currency,
    settings.country,
    settings.timeZone,
    settings.languages,
    settings.defaultLanguage,
    settings.phoneNumberId,
    settings.displayPhoneNumber,
    settings.wabaId,
    settings.catalogId,
    settings.deliveryFee,
    settings.cashOnDelivery,
    settings.cardPayments,
    ctx.now(),
  ])
  if (made === 0) throw new Conflict('store-exists', 'Another store has this slug or WhatsApp number.')
  await ctx.tx.run(INSERT_LOCATION, [ctx.newId(), ctx.storeId])
  await ctx.tx.run(INSERT_COUNTER, [ctx.storeId])
  const actionKey = Buffer.from(making.randomBytes(ACTION_KEY_BYTES)).toString('base64url')
  await saveSecret(ctx, making.box, { name: 'action_key', value: actionKey })
  await audit(ctx, {
    action: 'store.create',
    subjectKind: 'store',
    subjectId: publicId('store', ctx.storeId),
    after: settings,
  })
  return loadStore(ctx)
}

type Fault = Omit<StoreFault, 'field'> & { field: string }

/** Throws Invalid('store-settings-invalid') naming every fault, when there is one. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return
  const errors = faults.map(({ field, message }) => ({ path: `/${field}`, message }))
  const fix = [...new Set(faults.map((each) => each.fix))].join(' ')
  throw new Invalid('store-settings-invalid', 'The store cannot work with these settings.', { errors }, fix)
}

function judgeSlug(slug: string): Fault[] {
  if (/^[a-z0-9][a-z0-9-]{1,62}$/.test(slug)) return []
  return [
    { field: 'slug', message: 'Not a slug.', fix: 'Use 2 to 63 of a-z, 0-9 and -, starting with a letter or digit.' },
  ]
}

const INSERT: Statement = {
  name: 'stores_insert',
  text: `insert into stores (id, slug, name, currency, country, time_zone, languages, default_language, phone_number_id,
      display_phone_number, waba_id, catalog_id, delivery_fee, cash_on_delivery, card_payments, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
    on conflict do nothing`,
}
const INSERT_LOCATION: Statement = {
  name: 'stores_insert_location',
  text: `insert into locations (id, store_id, name, is_default) values ($1, $2, 'Main', true)`,
}
const INSERT_COUNTER: Statement = {
  name: 'stores_insert_counter',
  text: `insert into store_counters (store_id, name, value) values ($1, 'order_number', 1000)`,
}
