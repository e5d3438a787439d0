import { readPrice } from '#sandbox/graph/item-rules.ts'
import { catalogState, numberState, wabaState } from '#sandbox/graph/lookup.ts'
import type { Catalog, CatalogItem } from '#sandbox/graph/meta-model.ts'
import { isSendable } from '#sandbox/graph/sellable.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { decimalsOf } from '#sandbox/stripe/currencies.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { requireWorldNumber } from './chat.ts'
import type { ControlCall } from './control-call.ts'
import { itemImageUrl, shownPrice } from './message-products.ts'

/** `GET …/catalog`: the catalog as WhatsApp itself shows it, with only what shoppers may see. */
export function readCatalog(state: SandboxState, call: ControlCall): unknown {
  const number = requireWorldNumber(state, call.params.phoneNumberId)
  const catalog = catalogState(state, number.catalogId)
  const items = isShown(state, number) ? [...catalog.items.values()].filter(isSendable) : []
  const collections = collectionsOf(catalog, items)
  return {
    currency: number.currency,
    items: items.map((item) => ({
      ...viewItem(catalog, item, number.currency),
      collections: collections
        .filter(({ retailerIds }) => retailerIds.includes(item.retailerId))
        .map(({ name }) => name),
    })),
    collections,
  }
}

function isShown(state: SandboxState, number: WorldNumber): boolean {
  const linked = wabaState(state, number.wabaId).linkedCatalogs.has(number.catalogId)
  return linked && numberState(state, number.phoneNumberId).catalogVisible
}

/** Sets with something in them; the app shows no empty ones. */
function collectionsOf(catalog: Catalog, items: CatalogItem[]): { name: string; retailerIds: string[] }[] {
  return [...catalog.sets.values()]
    .map(({ name, matches }) => ({ name, retailerIds: items.filter(matches).map(({ retailerId }) => retailerId) }))
    .filter(({ retailerIds }) => retailerIds.length > 0)
}

function viewItem(catalog: Catalog, { retailerId, data }: CatalogItem, ownCurrency: string) {
  const price = readPrice(data.price) ?? { amount: 0, currency: ownCurrency }
  const sale = readPrice(data.sale_price)
  const { amount, currency } = sale ?? price
  return {
    retailerId,
    groupId: String(data.item_group_id ?? retailerId),
    title: String(data.title ?? ''),
    description: String(data.description ?? ''),
    price: shownPrice(price),
    ...(sale === undefined ? {} : { salePrice: shownPrice(sale) }),
    currency,
    minor: Math.round(amount * 10 ** decimalsOf(currency)),
    availability: String(data.availability ?? ''),
    visible: true,
    imageUrl: itemImageUrl(catalog, retailerId),
    ...traitsOf(data),
  }
}

const traits = ['color', 'size', 'brand'] as const

function traitsOf(data: CatalogItem['data']): { color?: string; size?: string; brand?: string } {
  return Object.fromEntries(
    traits.flatMap((trait) => (data[trait] === undefined ? [] : [[trait, String(data[trait])]])),
  )
}
