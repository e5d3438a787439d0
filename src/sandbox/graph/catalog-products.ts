import type { SandboxState } from '#sandbox/state.ts'
import { requireCatalogId } from './access.ts'
import { type Fields, fields } from './checks.ts'
import type { GraphCall } from './graph-call.ts'
import { GraphError } from './graph-error.ts'
import { readPrice } from './item-rules.ts'
import { catalogState } from './lookup.ts'
import type { CatalogItem } from './meta-model.ts'
import { objectParameter, page, selectFields } from './paging.ts'

/** `GET /{catalog}/products`: what Meta holds, page by page, with review state and errors. */
export function listProducts(state: SandboxState, call: GraphCall): unknown {
  requireCatalogId(state, call)
  const { filter, fields: wanted, summary, return_only_approved_products } = call.query
  const matches = filter === undefined ? () => true : compileFilter(objectParameter(filter, 'filter'))
  const found = [...catalogState(state, call.id).items.values()].filter(
    (item) => matches(item) && (return_only_approved_products !== 'true' || item.reviewStatus === 'approved'),
  )
  const selected = wanted ?? 'id,retailer_id,name'
  const rows = found.map((item) => selectFields(viewItem(item), selected))
  const paged = page(state, call, { rows, path: `/v26.0/${call.id}/products` })
  return summary === 'total_count' || summary === 'true' ? { ...paged, summary: { total_count: found.length } } : paged
}

export function viewItem(item: CatalogItem): Fields {
  const { data } = item
  return {
    id: item.id,
    retailer_id: item.retailerId,
    name: data.title,
    description: data.description,
    price: shownPrice(data.price),
    ...(data.sale_price ? { sale_price: shownPrice(data.sale_price) } : {}),
    currency: readPrice(data.price)?.currency,
    availability: data.availability,
    condition: data.condition,
    brand: data.brand,
    url: data.link,
    image_url: imageOf(data),
    retailer_product_group_id: data.item_group_id,
    review_status: item.reviewStatus,
    capability_to_review_status: [{ key: 'WHATSAPP', value: item.reviewStatus.toUpperCase() }],
    review_rejection_reasons: item.rejectionReasons,
    errors: item.errors,
    image_fetch_status: item.imageFetchStatus,
    visibility: item.visibility,
  }
}

function imageOf({ image, image_link }: Fields): unknown {
  const [first] = Array.isArray(image) ? image : []
  return fields(first).url ?? image_link
}

/** Read back as display text, like "$5.00" or "EGP60.00". */
function shownPrice(value: unknown): string {
  const price = readPrice(value)
  if (price === undefined) return ''
  const text = String(value).split(' ')[0] ?? ''
  return price.currency === 'USD' ? `$${text}` : `${price.currency}${text}`
}

type Matcher = (item: CatalogItem) => boolean

const operators: Record<string, (given: unknown) => (value: string) => boolean> = {
  eq: (given) => (value) => value === String(given),
  neq: (given) => (value) => value !== String(given),
  contains: (given) => (value) => value.includes(String(given)),
  i_contains: (given) => (value) => value.toLowerCase().includes(String(given).toLowerCase()),
  is_any: (given) => membership(given, true),
  is_not_any: (given) => membership(given, false),
}

function membership(given: unknown, expected: boolean): (value: string) => boolean {
  const members = new Set((Array.isArray(given) ? given : []).map(String))
  return (value) => members.has(value) === expected
}

/** Product filters: `{"retailer_id":{"eq":"SKU-1"}}`, joined by `and` and `or`. */
export function compileFilter(filter: Fields): Matcher {
  const parts = Object.entries(filter).map(([key, rule]) => compilePart(key, rule))
  return (item) => parts.every((part) => part(item))
}

function compilePart(key: string, rule: unknown): Matcher {
  if (key === 'and' || key === 'or') {
    const members = (Array.isArray(rule) ? rule : []).map((member) => compileFilter(fields(member)))
    return key === 'and' ? (item) => members.every((each) => each(item)) : (item) => members.some((each) => each(item))
  }
  const tests = Object.entries(fields(rule)).map(([operator, given]) => {
    const make = operators[operator]
    if (make === undefined) throw new GraphError(100, `filter: unknown operator ${operator}`)
    return make(given)
  })
  return (item) => tests.every((test) => test(String(viewItem(item)[key] ?? '')))
}
