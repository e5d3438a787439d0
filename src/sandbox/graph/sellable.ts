import type { SandboxState } from '#sandbox/state.ts'
import { emitValue } from '#sandbox/webhooks/meta-events.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { type Fields, fields, list } from './checks.ts'
import { GraphError, webhookError } from './graph-error.ts'
import { catalogState, numberState, wabaState } from './lookup.ts'
import type { CatalogItem } from './meta-model.ts'

const notFound = 'Products not found in FB Catalog'

/** Rejected, unreviewed, staged or unknown items all count as "not found" in product messages. */
export function isSendable(item: CatalogItem | undefined): boolean {
  return item?.reviewStatus === 'approved' && item.visibility === 'published'
}

function requireCatalog(state: SandboxState, number: WorldNumber): void {
  const linked = wabaState(state, number.wabaId).linkedCatalogs.has(number.catalogId)
  if (!linked) throw new GraphError(131009, 'No catalog is connected to this WhatsApp Business Account')
  if (!numberState(state, number.phoneNumberId).catalogVisible) {
    throw new GraphError(131009, 'The catalog is not visible: commerce settings have is_catalog_visible off')
  }
}

/** Refuses when none of these can be shown; answers those that cannot. */
export function requireProducts(state: SandboxState, number: WorldNumber, wanted: Wanted): string[] {
  requireCatalog(state, number)
  if (wanted.catalogId !== undefined && wanted.catalogId !== number.catalogId) {
    throw new GraphError(131009, `${notFound}: catalog ${wanted.catalogId} is not connected to this account`)
  }
  const { items } = catalogState(state, number.catalogId)
  const unknown = wanted.retailerIds.filter((id) => !isSendable(items.get(id)))
  if (unknown.length === wanted.retailerIds.length) throw new GraphError(131009, `${notFound}: ${unknown.join(', ')}`)
  return unknown
}

export type Wanted = { catalogId?: string | undefined; retailerIds: string[] }

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function productIdsOf(sections: unknown): string[] {
  return list(sections)
    .flatMap(({ product_items }) => list(product_items))
    .map(({ product_retailer_id }) => String(product_retailer_id))
}

/** The products an interactive message shows, or nothing when it shows none. */
export function productsOf(interactive: Fields): Wanted | undefined {
  const action = fields(interactive.action)
  const catalogId = asText(action.catalog_id)
  if (interactive.type === 'product') return { catalogId, retailerIds: [String(action.product_retailer_id)] }
  if (interactive.type === 'product_list') return { catalogId, retailerIds: productIdsOf(action.sections) }
  if (interactive.type === 'catalog_message') {
    return { retailerIds: [String(fields(action.parameters).thumbnail_product_retailer_id)] }
  }
  if (interactive.type !== 'carousel') return undefined
  const cards = list(action.cards).filter(({ type }) => type === 'product')
  const actions = cards.map((card) => fields(card.action))
  if (actions.length === 0) return undefined
  return {
    catalogId: asText(actions[0]?.catalog_id),
    retailerIds: actions.map(({ product_retailer_id }) => String(product_retailer_id)),
  }
}

/** Meta sends the rest of a product list and tells the business about the items it dropped. */
export function noticeDropped(state: SandboxState, number: WorldNumber, dropped: string[]): void {
  if (dropped.length === 0) return
  const errors = [webhookError(131009, `${notFound}: ${dropped.join(', ')}`)]
  void emitValue(state, { number, api: 'webhooks.account', lane: number.phoneNumberId, value: { errors } })
}
