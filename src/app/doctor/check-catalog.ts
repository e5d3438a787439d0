import { judgeStanding } from '#modules/catalog/index.ts'
import { listConnectedCatalogs, readCommerceSettings } from '#platform/graph/account.ts'
import { type Finding, faultsOr, type Verdicts } from './finding.ts'
import { isUnknown, type StoreCase, unanswered, verdictsFor } from './store-case.ts'

type Items = { listed: number; refused: number; rejected: number }

/** Whether the store's catalog is the one Meta shows in its chats, and how its items stand. */
export async function checkCatalog(shop: StoreCase): Promise<Finding[]> {
  const verdict = verdictsFor(shop, 'catalog')
  const { store, graph, token } = shop
  if (store.catalogId === null) return [verdict.skip('the store has none: products are shown as lists')]
  const connected = await listConnectedCatalogs(graph, { wabaId: store.wabaId, token })
  const commerce = await readCommerceSettings(graph, { phoneNumberId: store.phoneNumberId, token })
  const failed = [connected, commerce].find((answer) => answer.kind !== 'ok' && !isUnknown(answer))
  if (failed !== undefined && failed.kind !== 'ok') return [unanswered(verdict, failed)]
  const standing = judgeStanding({
    catalogId: store.catalogId,
    connected: connected.kind === 'ok' ? connected.value : [],
    visible: commerce.kind === 'ok' && (commerce.value?.is_catalog_visible ?? false),
    cart: commerce.kind !== 'ok' || (commerce.value?.is_cart_enabled ?? true),
  })
  const items = await countItems(shop)
  return faultsOr(
    [
      ...standing.map(({ code, fix }) => verdict.fail(words[code], fix)),
      connected.kind === 'ok' && connected.value.length > 1 && severalConnected(verdict, connected.value),
      sharedWith(shop, verdict),
      troubledItems(items, verdict),
    ],
    verdict.pass(`${store.catalogId}, connected and visible, ${items.listed} items at Meta`),
  )
}

const words = {
  'catalog-not-connected': 'the catalog is not the one connected to the WhatsApp account',
  'catalog-not-visible': 'the catalog is hidden for this number',
  'catalog-cart-off': 'the cart is off for this number',
} as const

function severalConnected({ warn }: Verdicts, ids: readonly string[]): Finding {
  return warn(
    `${ids.length} catalogs are connected: ${ids.join(', ')}`,
    'Leave one connected in WhatsApp Manager: chats show one, and which of them is not certain.',
  )
}

function sharedWith({ store, stores }: StoreCase, { warn }: Verdicts): Finding | null {
  const others = stores.filter(({ id, catalogId }) => id !== store.id && catalogId === store.catalogId)
  if (others.length === 0) return null
  const fix = 'Give each store a catalog of its own: items of the same SKU would overwrite each other.'
  return warn(`it is shared with ${others.map(({ slug }) => slug).join(', ')}`, fix)
}

function troubledItems({ refused, rejected }: Items, { warn }: Verdicts): Finding | null {
  if (refused + rejected === 0) return null
  return warn(
    `${refused} items were refused and ${rejected} rejected by Meta`,
    'GET /v1/products shows the reasons under each variant; correct them and they are sent again.',
  )
}

async function countItems({ database, store }: StoreCase): Promise<Items> {
  const [row] = await database.system<Items>(ITEMS, [store.id])
  return row ?? { listed: 0, refused: 0, rejected: 0 }
}

const ITEMS = `select count(*) filter (where acked_digest is not null)::int as listed,
    count(*) filter (where errors <> '[]')::int as refused,
    count(*) filter (where review_status = 'rejected')::int as rejected
  from catalog_items where store_id = $1`
