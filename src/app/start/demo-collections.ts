import { request } from 'undici'
import type { Runtime } from '#app/runtime.ts'
import type { SeedStore } from '#seeds/content/index.ts'

type Naming = { store: SeedStore; storeId: string; accessToken: string }
type Row = { title: Record<string, string>; productIds: string[] }

/** What an owner does by hand in Meta's Commerce Manager: the shop's collections as sets of the native catalog. */
export async function nameCollections(
  { database, config }: Runtime,
  { store, storeId, accessToken }: Naming,
): Promise<void> {
  const rows = await database.system<Row>(COLLECTIONS, [storeId])
  const url = `${config.whatsapp.graphUrl}/${config.whatsapp.graphVersion}/${store.catalogId}/product_sets`
  for (const { title, productIds } of rows) {
    const set = {
      name: title[store.defaultLanguage] ?? title.en ?? '',
      filter: { retailer_product_group_id: { is_any: productIds } },
    }
    const answer = await request(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(set),
    })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`The collection ${set.name} was refused: ${text}`)
  }
}

const COLLECTIONS = `select c.title, array_agg(p.product_id::text order by p.position, p.product_id) as "productIds"
  from collections c join collection_products p on p.collection_id = c.id
  where c.store_id = $1 and not c.hidden group by c.id order by c.position, c.id`
