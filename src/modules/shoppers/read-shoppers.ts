import type { StoreContext } from '#platform/context.ts'
import type { Statement, Tx } from '#platform/db.ts'
import type { Language } from '#shared/language.ts'
import type { Shopper } from './shopper.types.ts'

/** These shoppers of these stores, by id. */
export async function readShoppers(
  tx: Tx,
  storeIds: readonly string[],
  shopperIds: readonly string[],
): Promise<Map<string, Shopper>> {
  const shoppers = await tx.query<Shopper>(READ_SHOPPERS, [storeIds, shopperIds])
  return new Map(shoppers.map((shopper) => [shopper.id, shopper]))
}

export type ListedShopper = Shopper & { username: string | null; createdAt: Date }

/** Newest first; one who turned out to be somebody else is listed once, as who they are. */
export function listShoppers(
  ctx: StoreContext,
  { beforeId, limit }: { beforeId: string | null; limit: number },
): Promise<ListedShopper[]> {
  return ctx.tx.query<ListedShopper>(LIST_SHOPPERS, [ctx.storeId, beforeId, limit])
}

/** The shopper, also under an id they had before two were found to be one. */
export async function findShopper(ctx: StoreContext, shopperId: string): Promise<ListedShopper | undefined> {
  const [shopper] = await ctx.tx.query<ListedShopper>(FIND_SHOPPER, [ctx.storeId, shopperId])
  return shopper
}

/** The language the shopper talks to the shop in; null for one who never did. */
export async function languageOf(ctx: StoreContext, shopperId: string): Promise<Language | null> {
  const [chat] = await ctx.tx.query<{ language: Language }>(READ_LANGUAGE, [ctx.storeId, shopperId])
  return chat?.language ?? null
}

// The number or id that came last is the one that is in use.
const latest = (kind: string) => `(select a.value from shopper_aliases a
        where a.store_id = s.store_id and a.shopper_id = s.id and a.kind = '${kind}'
        order by a.created_at desc, a.value limit 1)`

const columns = `s.id, s.store_id as "storeId", s.name, s.delivery_phone as "deliveryPhone",
      s.marketing_opted_out_at as "marketingOptedOutAt", s.last_payment_method as "lastPaymentMethod",
      ${latest('bsuid')} as bsuid, ${latest('wa_id')} as "waId"`

const READ_SHOPPERS: Statement = {
  name: 'shoppers_read',
  text: `select ${columns}
    from unnest($2::uuid[]) as who (id)
    cross join lateral (select * from shoppers where id = who.id and store_id = any ($1::uuid[]) limit 1) s`,
}

const READ_LANGUAGE: Statement = {
  name: 'shoppers_language',
  text: 'select language from conversations where store_id = $1 and shopper_id = $2',
}

const LIST_SHOPPERS: Statement = {
  name: 'shoppers_list',
  text: `select ${columns}, ${latest('username')} as username, s.created_at as "createdAt"
    from shoppers s
    where s.store_id = $1 and s.merged_into is null and ($2::uuid is null or s.id < $2)
    order by s.id desc limit $3`,
}

const FIND_SHOPPER: Statement = {
  name: 'shoppers_find',
  text: `with recursive who as (
      select id, merged_into from shoppers where store_id = $1 and id = $2
      union
      select k.id, k.merged_into from who join shoppers k on k.store_id = $1 and k.id = who.merged_into
    )
    select ${columns}, ${latest('username')} as username, s.created_at as "createdAt"
    from shoppers s join who on who.id = s.id where s.store_id = $1 and s.merged_into is null`,
}
