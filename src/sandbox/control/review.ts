import { z } from 'zod'
import { viewItem } from '#sandbox/graph/catalog-products.ts'
import { changeTemplate, viewTemplate } from '#sandbox/graph/templates.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'

const ItemChange = z.strictObject({
  review_status: z.enum(['', 'pending', 'approved', 'rejected', 'outdated']).optional(),
  visibility: z.enum(['published', 'staging', 'hidden']).optional(),
  review_rejection_reasons: z.array(z.string()).optional(),
  errors: z.array(z.strictObject({ type: z.string(), title: z.string(), description: z.string() })).optional(),
  image_fetch_status: z.string().optional(),
})

/** Meta changes its mind about a catalog item; there is no webhook for that. */
export function reviewItem(state: SandboxState, call: ControlCall): unknown {
  const { id, retailerId } = call.params
  const item = state.meta.catalogs.get(id ?? '')?.items.get(retailerId ?? '')
  if (item === undefined) throw new ControlError(404, `No item ${retailerId} in catalog ${id}`)
  const change = readControl(ItemChange, call.body)
  item.reviewStatus = change.review_status ?? item.reviewStatus
  item.visibility = change.visibility ?? item.visibility
  item.rejectionReasons = change.review_rejection_reasons ?? item.rejectionReasons
  item.errors = change.errors ?? item.errors
  item.imageFetchStatus = change.image_fetch_status ?? item.imageFetchStatus
  return viewItem(item)
}

const statuses = [
  'APPROVED',
  'REJECTED',
  'PENDING',
  'PAUSED',
  'DISABLED',
  'FLAGGED',
  'IN_APPEAL',
  'LIMIT_EXCEEDED',
  'LOCKED',
  'ARCHIVED',
  'PENDING_DELETION',
] as const

const TemplateStatus = z.strictObject({
  status: z.enum(statuses),
  reason: z.string().optional(),
  otherInfo: z.record(z.string(), z.unknown()).optional(),
})

/** Meta moves a template, by id or by name, and says so by webhook. */
export function reviewTemplate(state: SandboxState, call: ControlCall): unknown {
  const { id } = call.params
  const template =
    state.meta.templates.get(id ?? '') ?? [...state.meta.templates.values()].find(({ name }) => name === id)
  if (template === undefined) throw new ControlError(404, `No template ${id}`)
  void changeTemplate(state, template, readControl(TemplateStatus, call.body))
  return viewTemplate(template)
}
