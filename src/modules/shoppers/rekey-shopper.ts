import type { Statement } from '#platform/db.ts'
import { attachAliases, lockAliases, readOwners } from './acquaint.ts'
import { type Alias, aliasKey, elder } from './identity.rules.ts'
import { mergeShoppers } from './merge-shoppers.ts'
import type { Rekeying, ShopperTools } from './shopper.types.ts'

/**
 * Follows a person to a new number or a new business-scoped id, as Meta's system messages tell it. The old number is
 * let go, since it may soon be someone else's; an old business-scoped id never is, so it stays. Null when the person
 * was never seen under the old id.
 */
export async function rekeyShopper(tools: ShopperTools, rekeying: Rekeying): Promise<string | null> {
  const { storeId } = rekeying
  const [before, after] = [aliasesIn(storeId, rekeying.old), aliasesIn(storeId, rekeying.new)]
  await lockAliases(tools.tx, [...before, ...after])
  const owners = await readOwners(tools.tx, [...before, ...after])
  const holder = before.map((alias) => owners.get(aliasKey(alias))).find((owner) => owner !== undefined)
  if (holder === undefined) return null
  const survivor = await joinWithNewHolders(tools, { storeId, shopperId: holder.shopperId, owners, after })
  await attachAliases(tools.tx, new Map(after.map((alias) => [aliasKey(alias), { ...alias, shopperId: survivor }])))
  if (rekeying.new.waId !== null && rekeying.old.waId !== null && rekeying.new.waId !== rekeying.old.waId) {
    await tools.tx.query(LET_GO, [storeId, rekeying.old.waId, survivor])
  }
  return survivor
}

type Joining = {
  storeId: string
  shopperId: string
  owners: Awaited<ReturnType<typeof readOwners>>
  after: readonly Alias[]
}

async function joinWithNewHolders({ tx }: ShopperTools, { storeId, owners, after, ...one }: Joining): Promise<string> {
  let survivor = one.shopperId
  for (const other of new Set(after.map((alias) => owners.get(aliasKey(alias))?.shopperId))) {
    if (other === undefined || other === survivor) continue
    const merge = { storeId, ...elder(survivor, other) }
    await mergeShoppers(tx, merge)
    survivor = merge.keep
  }
  return survivor
}

function aliasesIn(storeId: string, ids: Rekeying['old']): Alias[] {
  return [
    ...(ids.bsuid === null ? [] : [{ storeId, kind: 'bsuid' as const, value: ids.bsuid }]),
    ...(ids.waId === null ? [] : [{ storeId, kind: 'wa_id' as const, value: ids.waId }]),
  ]
}

const LET_GO: Statement = {
  name: 'shopper_aliases_let_go',
  text: `delete from shopper_aliases where store_id = $1 and kind = 'wa_id' and value = $2 and shopper_id = $3`,
}
