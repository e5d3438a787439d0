import { request } from 'undici'
import type { Installation } from '#test/faults/stage/installation.ts'
import type { WorldStore } from '#test/faults/stage/world.ts'
import { type Verdict, verdict } from './verdict.ts'

type Item = { retailer_id: string; price: string; sale_price?: string; availability: string }
type Local = { retailerId: string; price: number; available: number }

/** I16: Meta's copy of each catalog says what ours says. */
export async function checkCatalog(installation: Installation): Promise<Verdict[]> {
  const selling = installation.world.stores.filter(({ poisoned }) => !poisoned)
  const found = await Promise.all(selling.map((store) => compare(installation, store)))
  return [verdict('I16', 'Meta’s catalog has our prices and our stock', found.flat())]
}

async function compare({ sandboxUrl, database }: Installation, store: WorldStore): Promise<string[]> {
  const url = `${sandboxUrl}/v26.0/${store.catalogId}/products?fields=retailer_id,price,sale_price,availability&limit=1000`
  const answer = await request(url, { headers: { authorization: `Bearer ${store.accessToken}` } })
  const { data } = (await answer.body.json()) as { data: Item[] }
  const there = new Map(data.map((item) => [item.retailer_id, `${priceOf(item)} ${item.availability}`]))
  const here = await database.ask<Local>(LOCAL, [store.storeId])
  return here.flatMap(({ retailerId, price, available }) => {
    const ours = `${price} ${available > 0 ? 'in stock' : 'out of stock'}`
    return there.get(retailerId) === ours ? [] : [`${retailerId}: ours is ${ours}, Meta has ${there.get(retailerId)}`]
  })
}

/** Shown like `SAR99.00`; compared in minor units. */
function priceOf({ price, sale_price }: Item): number {
  return Math.round(Number((sale_price ?? price).replace(/[^\d.]/g, '')) * 100)
}

const LOCAL = `select v.retailer_id as "retailerId", v.price,
    coalesce((select sum(greatest(0, s.on_hand - s.held - s.committed - s.safety)) from stock s where s.variant_id = v.id), 0)::int as available
  from variants v join products p on p.id = v.product_id
  where v.store_id = $1 and v.archived_at is null and p.status = 'active' and not p.hidden`
