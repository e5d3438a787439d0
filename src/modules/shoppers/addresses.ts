import type { Statement, Tx } from '#platform/db.ts'
import type { Address, ShopperTools } from './shopper.types.ts'

/** The addresses of each shopper, the one used last first; at most ten of each. */
export async function readAddresses(
  tx: Tx,
  storeIds: readonly string[],
  shopperIds: readonly string[],
): Promise<Map<string, Address[]>> {
  const rows = await tx.query<Address>(READ_ADDRESSES, [storeIds, shopperIds])
  return Map.groupBy(rows, (address) => address.shopperId)
}

export type UsedAddress = {
  storeId: string
  shopperId: string
  text: string
  latitude: number | null
  longitude: number | null
  usedAt: Date
}

/** Keeps each address, or marks as used the one that says the same. At most one per shopper. */
export async function saveAddresses({ tx, newId }: ShopperTools, used: readonly UsedAddress[]): Promise<void> {
  if (used.length === 0) return
  await tx.query(SAVE_ADDRESSES, [
    used.map(() => newId()),
    used.map((address) => address.storeId),
    used.map((address) => address.shopperId),
    used.map((address) => address.text),
    used.map((address) => address.latitude),
    used.map((address) => address.longitude),
    used.map((address) => address.usedAt.toISOString()),
  ])
}

const READ_ADDRESSES: Statement = {
  name: 'addresses_read',
  text: `select a.id, a.shopper_id as "shopperId", a.label, a.text, a.latitude, a.longitude
    from unnest($2::uuid[]) as who (shopper_id)
    cross join lateral (
      select * from addresses where shopper_id = who.shopper_id and store_id = any ($1::uuid[])
      order by last_used_at desc, id desc limit 10
    ) a
    order by a.shopper_id, a.last_used_at desc, a.id desc`,
}

const SAVE_ADDRESSES: Statement = {
  name: 'addresses_save',
  text: `with used as (
      select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::float8[], $6::float8[], $7::timestamptz[])
        as u (id, store_id, shopper_id, text, latitude, longitude, used_at)
    ), known as (
      update addresses a set last_used_at = greatest(a.last_used_at, u.used_at),
        latitude = coalesce(u.latitude, a.latitude), longitude = coalesce(u.longitude, a.longitude)
      from used u
      where a.store_id = u.store_id and a.shopper_id = u.shopper_id and lower(a.text) = lower(u.text)
      returning u.id
    )
    insert into addresses (id, store_id, shopper_id, text, latitude, longitude, created_at, last_used_at)
    select id, store_id, shopper_id, text, latitude, longitude, used_at, used_at from used
    where id not in (select id from known)`,
}
