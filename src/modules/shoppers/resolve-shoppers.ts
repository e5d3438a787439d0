import type { Statement, Tx } from '#platform/db.ts'
import { acquaint } from './acquaint.ts'
import { type Alias, aliasesOf, aliasKey } from './identity.rules.ts'
import type { ShopperTools, Sighting } from './shopper.types.ts'

/**
 * Who wrote, one answer per sighting and in their order. Whoever is not known yet is entered with a conversation; one
 * person who had been taken for two becomes one. Equal sightings in parallel transactions make one shopper.
 */
export async function resolveShoppers(tools: ShopperTools, sightings: readonly Sighting[]): Promise<string[]> {
  const known = await readHolders(tools.tx, sightings.flatMap(aliasesOf))
  const unsure = sightings.filter((sighting) => holderOf(sighting, known) === null)
  const met = unsure.length === 0 ? new Map<Sighting, string>() : await acquaint(tools, unsure)
  const seen = sightings.map((sighting): Seen => {
    const holder = holderOf(sighting, known)
    const shopperId = met.get(sighting) ?? holder?.shopperId
    if (shopperId === undefined) throw new Error('a sighting was left without a shopper')
    return { sighting, shopperId, knownAs: holder?.name ?? null }
  })
  await refreshNames(tools.tx, seen)
  return seen.map(({ shopperId }) => shopperId)
}

type Holder = { shopperId: string; name: string | null }
type HolderRow = Alias & Holder
type Holders = ReadonlyMap<string, Holder>

async function readHolders(tx: Tx, aliases: readonly Alias[]): Promise<Holders> {
  if (aliases.length === 0) return new Map()
  const rows = await tx.query<HolderRow>(READ_HOLDERS, [
    aliases.map((alias) => alias.storeId),
    aliases.map((alias) => alias.kind),
    aliases.map((alias) => alias.value),
  ])
  return new Map(rows.map((row) => [aliasKey(row), { shopperId: row.shopperId, name: row.name }]))
}

/** The one whom every id of the sighting leads to; null when an id is new or they do not agree. */
function holderOf(sighting: Sighting, known: Holders): Holder | null {
  const holders = aliasesOf(sighting).map((alias) => known.get(aliasKey(alias)))
  const [first] = holders
  if (first === undefined) return null
  return holders.every((holder) => holder?.shopperId === first.shopperId) ? first : null
}

type Seen = { sighting: Sighting; shopperId: string; knownAs: string | null }

async function refreshNames(tx: Tx, seen: readonly Seen[]): Promise<void> {
  const news = new Map<string, { storeId: string; name: string }>()
  for (const { sighting, shopperId, knownAs } of seen) {
    const { storeId, name } = sighting
    if (name !== null && name !== knownAs) news.set(shopperId, { storeId, name })
  }
  if (news.size === 0) return
  const inOrder = [...news].toSorted(([one], [other]) => (one < other ? -1 : 1))
  await tx.query(RENAME, [
    inOrder.map(([, { storeId }]) => storeId),
    inOrder.map(([shopperId]) => shopperId),
    inOrder.map(([, { name }]) => name),
  ])
}

// One look-up by key per alias, said so that no plan made for empty tables can turn it into a search of all of them.
const READ_HOLDERS: Statement = {
  name: 'shopper_holders_read',
  text: `select k.store_id as "storeId", k.kind, k.value, a.shopper_id as "shopperId", s.name
    from (select distinct * from unnest($1::uuid[], $2::text[], $3::text[]) as u (store_id, kind, value)) k
    cross join lateral (
      select shopper_id from shopper_aliases where store_id = k.store_id and kind = k.kind and value = k.value limit 1
    ) a
    cross join lateral (select name from shoppers where store_id = k.store_id and id = a.shopper_id limit 1) s`,
}

const RENAME: Statement = {
  name: 'shoppers_rename',
  text: `update shoppers s set name = n.name, updated_at = clock_timestamp()
    from unnest($1::uuid[], $2::uuid[], $3::text[]) as n (store_id, id, name)
    where s.store_id = n.store_id and s.id = n.id and s.erased_at is null and s.name is distinct from n.name`,
}
