import { z } from 'zod'
import type { GraphClient } from './client.ts'
import { type GraphResult, typed } from './result.ts'

export type CatalogAccess = { catalogId: string; token: string }

/** One request of an item batch; UPDATE also creates. `data.id` is the retailer id. */
export type ItemRequest =
  | { method: 'CREATE' | 'UPDATE'; data: { id: string } & Record<string, unknown> }
  | { method: 'DELETE'; data: { id: string } }

const complaints = z.array(z.looseObject({ message: z.string().catch('') })).catch([])

const BatchAnswer = z.looseObject({
  handles: z.array(z.string()).catch([]),
  validation_status: z
    .array(z.looseObject({ retailer_id: z.string(), errors: complaints, warnings: complaints }))
    .catch([]),
})

/** No handles means that nothing was taken; one means queued, not done. */
export type BatchAnswer = z.infer<typeof BatchAnswer>

/**
 * Hands over up to 5,000 changes of items. https://developers.facebook.com/docs/marketing-api/catalog-batch
 */
export function submitItems(
  graph: GraphClient,
  { catalogId, token }: CatalogAccess,
  requests: readonly ItemRequest[],
): Promise<GraphResult<BatchAnswer>> {
  const json = { item_type: 'PRODUCT_ITEM', allow_upsert: true, requests }
  return typed(
    graph.call({ method: 'POST', path: `/${catalogId}/items_batch`, token, json, maxBytes: 4_194_304 }),
    BatchAnswer,
  )
}

const BatchStatus = z
  .looseObject({
    data: z.array(
      z.looseObject({
        handle: z.string().optional(),
        status: z.string(),
        errors: z.array(z.looseObject({ id: z.string().optional(), message: z.string().catch('') })).catch([]),
        errors_total_count: z.int().catch(0),
        ids_of_invalid_requests: z.array(z.string()).catch([]),
      }),
    ),
  })
  .transform(({ data }) => data[0] ?? null)

/** `finished` may still contain errors; the list of errors is a sample, the list of invalid ids is whole. */
export type BatchStatus = z.infer<typeof BatchStatus>

export function readBatch(
  graph: GraphClient,
  { catalogId, token }: CatalogAccess,
  handle: string,
): Promise<GraphResult<BatchStatus>> {
  const query = {
    handle,
    load_ids_of_invalid_requests: 'true',
    fields: 'handle,status,errors,errors_total_count,warnings,warnings_total_count,ids_of_invalid_requests',
  }
  const path = `/${catalogId}/check_batch_request_status`
  return typed(graph.call({ method: 'GET', path, token, query, maxBytes: 4_194_304 }), BatchStatus)
}

const CatalogItem = z.looseObject({
  id: z.string(),
  retailer_id: z.string(),
  name: z.string().optional(),
  price: z.string().optional(),
  availability: z.string().optional(),
  review_status: z.string().catch(''),
  review_rejection_reasons: z.array(z.unknown()).catch([]),
  errors: z.array(z.unknown()).catch([]),
  image_fetch_status: z.string().optional(),
  visibility: z.string().optional(),
})

const ItemPage = z
  .looseObject({
    data: z.array(CatalogItem),
    paging: z
      .looseObject({ cursors: z.looseObject({ after: z.string() }).optional(), next: z.string().optional() })
      .optional(),
  })
  // The cursor of the last page is there too; only `next` says that another page follows.
  .transform(({ data, paging }) => ({
    items: data,
    after: paging?.next === undefined ? null : (paging.cursors?.after ?? null),
  }))

export type CatalogItem = z.infer<typeof CatalogItem>
export type ItemPage = z.infer<typeof ItemPage>

const ITEM_FIELDS = [
  'id',
  'retailer_id',
  'name',
  'price',
  'availability',
  'review_status',
  'review_rejection_reasons',
  'errors',
  'image_fetch_status',
  'visibility',
].join(',')

export type ItemQuery = { retailerIds?: readonly string[]; after?: string | null; limit?: number }

/** What Meta holds, a page at a time; reviews are learned only by asking. */
export function listItems(
  graph: GraphClient,
  { catalogId, token }: CatalogAccess,
  { retailerIds, after, limit = 500 }: ItemQuery = {},
): Promise<GraphResult<ItemPage>> {
  const query = {
    fields: ITEM_FIELDS,
    limit: String(limit),
    ...(retailerIds && { filter: JSON.stringify({ retailer_id: { is_any: retailerIds } }) }),
    ...(after && { after }),
  }
  const path = `/${catalogId}/products`
  return typed(graph.call({ method: 'GET', path, token, query, maxBytes: 8_388_608 }), ItemPage)
}
