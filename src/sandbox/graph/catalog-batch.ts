import type { FaultRule } from '#sandbox/faults.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { emitBatchFinished } from '#sandbox/webhooks/meta-events.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { requireCatalogId } from './access.ts'
import { type Fields, fields, isObject } from './checks.ts'
import type { GraphCall } from './graph-call.ts'
import { GraphError } from './graph-error.ts'
import { newNumericId } from './ids.ts'
import { faultsOf, lacksOf, warningsOf } from './item-rules.ts'
import { catalogState } from './lookup.ts'
import type { Batch, BatchError, Catalog, CatalogItem } from './meta-model.ts'
import { jsonParameter } from './paging.ts'

const methods = ['CREATE', 'UPDATE', 'DELETE']

/** `POST /{catalog}/items_batch`: queued at once, worked off a moment later; 200 says only that it was queued. */
export function postBatch(state: SandboxState, call: GraphCall): unknown {
  const number = requireCatalogId(state, call)
  const catalog = catalogState(state, call.id)
  const { requests, upsert } = readBatch(call.body)
  spendBatch(state, number, catalog)
  if (call.fault?.fault === 'no_handles') return { handles: [], validation_status: [] }
  const handle = `Ac${state.random.alphanumeric(40)}${newNumericId(state)}`
  const batch: Batch = { handle, status: 'scheduled', errors: [], invalidIds: [] }
  catalog.batches.set(handle, batch)
  if (call.fault?.fault !== 'stuck') workLater(state, { catalog, batch, requests, upsert, fault: call.fault })
  if (call.fault?.fault === 'lose_handle') catalog.batches.delete(handle)
  return { handles: [handle], validation_status: requests.flatMap(validationOf) }
}

type ReadBatch = { requests: Fields[]; upsert: boolean }

function readBatch(body: unknown): ReadBatch {
  const { item_type, allow_upsert, requests: given } = fields(body)
  if (item_type === undefined) throw new GraphError(100, 'The parameter item_type is required')
  const requests = jsonParameter(given, 'requests')
  if (!Array.isArray(requests) || requests.length === 0) throw new GraphError(100, 'The parameter requests is required')
  if (requests.length > 5_000) throw new GraphError(100, 'requests: at most 5000 in one call')
  for (const request of requests) {
    if (!isObject(request) || !methods.includes(String(request.method)) || !isObject(request.data)) {
      throw new GraphError(100, `requests: each needs a method (${methods.join(', ')}) and data`)
    }
  }
  return { requests, upsert: String(allow_upsert ?? true) === 'true' }
}

/** 8 calls a minute for a shop without ads. */
function spendBatch(state: SandboxState, number: WorldNumber, catalog: Catalog): void {
  const now = state.clock.ms()
  catalog.batchTimes = catalog.batchTimes.filter((at) => now - at < 60_000)
  if (catalog.batchTimes.length >= (number.limits?.catalogBatchesPerMinute ?? 8)) {
    throw new GraphError(80014, 'There have been too many batch calls to this catalog')
  }
  catalog.batchTimes.push(now)
}

function validationOf({ data }: Fields): Fields[] {
  const item = fields(data)
  const errors = faultsOf(item).map((message) => ({ message }))
  const warnings = warningsOf(item).map((message) => ({ message }))
  return errors.length + warnings.length === 0 ? [] : [{ retailer_id: item.id, errors, warnings }]
}

type Work = ReadBatch & { catalog: Catalog; batch: Batch; fault: FaultRule | undefined }

function workLater(state: SandboxState, work: Work): void {
  const { batch, catalog, fault } = work
  const delayMs = fault?.fault === 'late_batch' ? (fault.delayMs ?? 500) : state.timing.batchDelayMs
  state.timers.after(delayMs / 2, () => {
    batch.status = 'started'
  })
  state.timers.after(delayMs, () => {
    workOff(state, work)
    batch.status = 'finished'
    void emitBatchFinished(state, catalog.id, batch.handle)
  })
}

function workOff(state: SandboxState, work: Work): void {
  const seen = new Set<string>()
  for (const [line, request] of work.requests.entries()) {
    const id = String(fields(request.data).id ?? '')
    const errors = seen.has(id) ? ['id: twice in one batch'] : applyRequest(state, work, request)
    seen.add(id)
    recordErrors(work.batch, { line, id, errors })
  }
}

function recordErrors(batch: Batch, { line, id, errors }: { line: number; id: string; errors: string[] }): void {
  if (errors.length === 0) return
  batch.invalidIds.push(id)
  for (const message of errors) batch.errors.push({ line, id, message })
}

function applyRequest(state: SandboxState, work: Work, request: Fields): string[] {
  const data = fields(request.data)
  const id = String(data.id ?? '')
  if (id === '') return ['id: is required']
  if (isOrderedError(work, id)) return [work.fault?.details ?? 'ordered by the sandbox']
  if (request.method === 'DELETE') return work.catalog.items.delete(id) ? [] : ['id: unknown item']
  const present = work.catalog.items.get(id)
  if (present === undefined && request.method === 'UPDATE' && !work.upsert) return ['id: unknown item']
  const merged = { ...present?.data, ...data }
  const errors = [...faultsOf(merged), ...lacksOf(merged)]
  if (errors.length === 0) saveItem(state, work.catalog, { id, merged, present })
  return errors
}

/** The `item_errors` fault spoils the named items, or the whole batch when it names none. */
function isOrderedError({ fault }: Work, id: string): boolean {
  return fault?.fault === 'item_errors' && (fault.retailerIds === undefined || fault.retailerIds.includes(id))
}

/** Changes to these need a new policy review. */
const reviewed = ['title', 'description', 'image', 'image_link', 'brand', 'custom_label_0', 'custom_label_1', 'link']

type Saved = { id: string; merged: Fields; present: CatalogItem | undefined }

function saveItem(state: SandboxState, catalog: Catalog, { id, merged, present }: Saved): void {
  const item: CatalogItem = present ?? {
    id: newNumericId(state),
    retailerId: id,
    data: {},
    reviewStatus: '',
    visibility: 'published',
    errors: [],
    rejectionReasons: [],
    imageFetchStatus: 'NO_STATUS',
  }
  const changed = reviewed.some((field) => JSON.stringify(item.data[field]) !== JSON.stringify(merged[field]))
  item.data = merged
  item.visibility = visibilityOf(merged)
  catalog.items.set(id, item)
  if (changed) reviewItem(state, item)
}

function visibilityOf({ visibility, status, disabled_capabilities }: Fields): string {
  if (status === 'archived') return 'hidden'
  const disabled = Array.isArray(disabled_capabilities) && disabled_capabilities.includes('whatsapp')
  return disabled ? 'hidden' : String(visibility ?? 'published')
}

function reviewItem(state: SandboxState, item: CatalogItem): void {
  item.reviewStatus = 'pending'
  state.timers.after(state.timing.reviewDelayMs, () => {
    item.imageFetchStatus = 'DIRECT_UPLOAD'
    if (item.reviewStatus === 'pending') item.reviewStatus = 'approved'
  })
}

const sampled = 100

/** `GET /{catalog}/check_batch_request_status?handle=`: finished may still hold errors. */
export function checkBatch(state: SandboxState, call: GraphCall): unknown {
  requireCatalogId(state, call)
  const batch = catalogState(state, call.id).batches.get(String(call.query.handle))
  if (batch === undefined) throw new GraphError(100, 'The handle is unknown or too old', { subcode: 33 })
  const ids = call.query.load_ids_of_invalid_requests === 'true' ? batch.invalidIds : []
  return { data: [viewBatch(batch, ids)] }
}

function viewBatch({ handle, status, errors }: Batch, ids: string[]): Fields {
  return {
    handle,
    status,
    errors: errors.slice(0, sampled) satisfies BatchError[],
    errors_total_count: errors.length,
    warnings: [],
    warnings_total_count: 0,
    ids_of_invalid_requests: ids,
  }
}
