import type { Statement, Tx } from '#platform/db.ts'
import { type Alias, type AliasOwner, aliasesOf, aliasKey, judgeIdentity } from './identity.rules.ts'
import { type Merge, mergeShoppers } from './merge-shoppers.ts'
import type { ShopperTools, Sighting } from './shopper.types.ts'

/** Enters newcomers, adds new ids to whom they belong, and joins those who turn out to be one person. */
export async function acquaint(tools: ShopperTools, sightings: readonly Sighting[]): Promise<Map<Sighting, string>> {
  const aliases = sightings.flatMap(aliasesOf)
  await lockAliases(tools.tx, aliases)
  const plan = planFor(tools, { sightings, owners: await readOwners(tools.tx, aliases) })
  await enter(tools, plan)
  await attachAliases(tools.tx, plan.attached)
  for (const merge of plan.merges) await mergeShoppers(tools.tx, merge)
  return new Map([...plan.met].map(([sighting, shopperId]) => [sighting, plan.survivorOf(shopperId)]))
}

type Plan = {
  met: Map<Sighting, string>
  entered: Map<string, Sighting>
  attached: Map<string, Alias & { shopperId: string }>
  merges: Merge[]
  survivorOf(shopperId: string): string
}

type Known = { sightings: readonly Sighting[]; owners: Map<string, AliasOwner> }

function planFor(tools: ShopperTools, { sightings, owners }: Known): Plan {
  const absorbed = new Map<string, string>()
  const survivorOf = (shopperId: string): string => {
    const survivor = absorbed.get(shopperId)
    return survivor === undefined ? shopperId : survivorOf(survivor)
  }
  const plan: Plan = { met: new Map(), entered: new Map(), attached: new Map(), merges: [], survivorOf }
  for (const sighting of sightings) {
    const verdict = judgeIdentity(sighting, ownersOf(sighting, { owners, survivorOf }))
    if (verdict.is === 'two') {
      absorbed.set(verdict.absorb, verdict.keep)
      plan.merges.push({ storeId: sighting.storeId, keep: verdict.keep, absorb: verdict.absorb })
    }
    const shopperId = identified(verdict) ?? tools.newId()
    if (verdict.is === 'new') plan.entered.set(shopperId, sighting)
    plan.met.set(sighting, shopperId)
    for (const alias of aliasesOf(sighting)) {
      owners.set(aliasKey(alias), { shopperId, bsuid: sighting.bsuid ?? owners.get(aliasKey(alias))?.bsuid ?? null })
      plan.attached.set(aliasKey(alias), { ...alias, shopperId })
    }
  }
  return plan
}

function identified(verdict: ReturnType<typeof judgeIdentity>): string | null {
  if (verdict.is === 'new') return null
  return verdict.is === 'known' ? verdict.shopperId : verdict.keep
}

type OwnerBook = { owners: ReadonlyMap<string, AliasOwner>; survivorOf: (shopperId: string) => string }

function ownersOf(sighting: Sighting, { owners, survivorOf }: OwnerBook) {
  const owner = (kind: Alias['kind'], value: string | null): AliasOwner | undefined => {
    const found = value === null ? undefined : owners.get(aliasKey({ storeId: sighting.storeId, kind, value }))
    return found && { ...found, shopperId: survivorOf(found.shopperId) }
  }
  return {
    bsuid: owner('bsuid', sighting.bsuid),
    waId: owner('wa_id', sighting.waId),
    parentBsuid: owner('parent_bsuid', sighting.parentBsuid),
  }
}

/** Held until the transaction ends and taken in one order, so that two workers who meet the same person take turns. */
export async function lockAliases(tx: Tx, aliases: readonly Alias[]): Promise<void> {
  await tx.query(LOCK, [aliases.map(aliasKey)])
}

/** A new statement after the lock: what another worker has entered meanwhile is seen. */
export async function readOwners(tx: Tx, aliases: readonly Alias[]): Promise<Map<string, AliasOwner>> {
  const rows = await tx.query<Alias & AliasOwner>(READ_OWNERS, [
    aliases.map((alias) => alias.storeId),
    aliases.map((alias) => alias.kind),
    aliases.map((alias) => alias.value),
  ])
  return new Map(rows.map((row) => [aliasKey(row), { shopperId: row.shopperId, bsuid: row.bsuid }]))
}

async function enter({ tx, newId }: ShopperTools, { entered }: Plan): Promise<void> {
  if (entered.size === 0) return
  const newcomers = [...entered]
  await tx.query(ENTER, [
    newcomers.map(([id]) => id),
    newcomers.map(([, sighting]) => sighting.storeId),
    newcomers.map(([, sighting]) => sighting.name),
    newcomers.map(() => newId()),
    newcomers.map(([, sighting]) => sighting.language),
  ])
}

export async function attachAliases(
  tx: Tx,
  attached: ReadonlyMap<string, Alias & { shopperId: string }>,
): Promise<void> {
  const aliases = [...attached.values()]
  await tx.query(ATTACH, [
    aliases.map((alias) => alias.storeId),
    aliases.map((alias) => alias.kind),
    aliases.map((alias) => alias.value),
    aliases.map((alias) => alias.shopperId),
  ])
}

const LOCK: Statement = {
  name: 'shopper_aliases_lock',
  text: `select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended('shopper alias ' || alias, 0) as key from unnest($1::text[]) as alias order by 1
    ) ordered`,
}

const READ_OWNERS: Statement = {
  name: 'shopper_owners_read',
  text: `select k.store_id as "storeId", k.kind, k.value, a.shopper_id as "shopperId", b.value as bsuid
    from (select distinct * from unnest($1::uuid[], $2::text[], $3::text[]) as u (store_id, kind, value)) k
    cross join lateral (
      select shopper_id from shopper_aliases where store_id = k.store_id and kind = k.kind and value = k.value limit 1
    ) a
    left join lateral (
      select value from shopper_aliases
      where store_id = k.store_id and shopper_id = a.shopper_id and kind = 'bsuid'
      order by created_at desc, value limit 1
    ) b on true`,
}

const ENTER: Statement = {
  name: 'shoppers_enter',
  text: `with newcomer as (
      select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[])
        as n (id, store_id, name, conversation_id, language)
    ), entered as (
      insert into shoppers (id, store_id, name) select id, store_id, name from newcomer
    )
    insert into conversations (id, store_id, shopper_id, language)
    select conversation_id, store_id, id, language from newcomer`,
}

const ATTACH: Statement = {
  name: 'shopper_aliases_attach',
  text: `insert into shopper_aliases (store_id, kind, value, shopper_id)
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[])
    on conflict (store_id, kind, value) do update
      set shopper_id = excluded.shopper_id, created_at = clock_timestamp()
      where shopper_aliases.shopper_id <> excluded.shopper_id`,
}
