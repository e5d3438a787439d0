import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { Conflict } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import { audit } from './audit.ts'
import { refuseFaults } from './create-store.ts'
import { judgeStore } from './store.rules.ts'
import { lockStore, type Store } from './store.ts'

/** What an owner may change. Currency and numbers stay: prices and conversations hang on them. */
export type StoreChanges = Partial<
  Pick<
    Store,
    | 'name'
    | 'status'
    | 'timeZone'
    | 'languages'
    | 'defaultLanguage'
    | 'displayPhoneNumber'
    | 'catalogId'
    | 'deliveryFee'
    | 'cashOnDelivery'
    | 'cardPayments'
    | 'sessionMinutes'
    | 'messagesPerSecond'
  >
>

/** Throws Conflict('version-mismatch') when the store has changed since `expectedVersion`. */
export async function editStore(
  ctx: StoreContext,
  { changes, expectedVersion }: { changes: StoreChanges; expectedVersion: number | null },
): Promise<Store> {
  const store = await lockStore(ctx)
  refuseStale(store.version, expectedVersion)
  const after: Store = { ...store, ...changes }
  refuseFaults(judgeStore(after))
  await ctx.tx.run(UPDATE, [
    ctx.storeId,
    JSON.stringify(after.name),
    after.status,
    after.timeZone,
    after.languages,
    after.defaultLanguage,
    after.displayPhoneNumber,
    after.catalogId,
    after.deliveryFee,
    after.cashOnDelivery,
    after.cardPayments,
    after.sessionMinutes,
    after.messagesPerSecond,
    ctx.now(),
  ])
  await audit(ctx, {
    action: 'store.edit',
    subjectKind: 'store',
    subjectId: publicId('store', store.id),
    before: Object.fromEntries(Object.keys(changes).map((field) => [field, store[field as keyof StoreChanges]])),
    after: changes,
  })
  await emit(ctx.tx, [{ storeId: ctx.storeId, type: 'store.changed', subjectId: ctx.storeId }])
  return { ...after, version: store.version + 1 }
}

/** Throws Conflict('version-mismatch') unless the caller saw this version or named none. */
export function refuseStale(version: number, expected: number | null): void {
  if (expected === null || expected === version) return
  throw new Conflict(
    'version-mismatch',
    'It has been changed since you read it.',
    { version },
    'Read it again and repeat the change on what you find.',
  )
}

const UPDATE: Statement = {
  name: 'stores_update',
  text: `update stores set name = $2, status = $3, time_zone = $4, languages = $5, default_language = $6,
      display_phone_number = $7, catalog_id = $8, delivery_fee = $9, cash_on_delivery = $10, card_payments = $11,
      session_minutes = $12, messages_per_second = $13, updated_at = $14, version = version + 1,
      catalog_usable = catalog_usable or catalog_id is distinct from $8
    where id = $1`,
}
