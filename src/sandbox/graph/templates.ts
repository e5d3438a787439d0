import type { SandboxState } from '#sandbox/state.ts'
import { emitField } from '#sandbox/webhooks/meta-events.ts'
import { requireWaba } from './access.ts'
import { type Fields, isObject } from './checks.ts'
import type { GraphCall } from './graph-call.ts'
import { GraphError, unknownObject } from './graph-error.ts'
import { newNumericId } from './ids.ts'
import { wabaState } from './lookup.ts'
import type { Template } from './meta-model.ts'
import { jsonParameter, page, selectFields } from './paging.ts'
import { findTemplate, forgetTemplate, storeTemplate } from './template-match.ts'
import { checkComponents, checkTemplate, storedComponents } from './template-rules.ts'

const thirtyDaysMs = 2_592_000_000
const dayMs = 86_400_000

/** `POST /{waba}/message_templates`: pending at once, judged a moment later. */
export function createTemplate(state: SandboxState, call: GraphCall): unknown {
  const { wabaId } = requireWaba(state, call)
  const body = templateBody(call.body)
  checkTemplate(body)
  requireFreeName(state, wabaId, body)
  const template: Template = {
    id: newNumericId(state),
    wabaId,
    name: String(body.name),
    language: String(body.language),
    category: String(body.category),
    status: 'PENDING',
    parameterFormat: body.parameter_format === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    components: storedComponents(body.components),
    rejectedReason: 'NONE',
    edits: [],
  }
  storeTemplate(state, template)
  reviewLater(state, template, call)
  return { id: template.id, status: template.status, category: template.category }
}

/** A JSON body, or form fields with the components as JSON text. */
function templateBody(body: unknown): Fields {
  if (!isObject(body)) throw new GraphError(100, 'The request body must be an object')
  return { ...body, components: jsonParameter(body.components, 'components') }
}

function requireFreeName(state: SandboxState, wabaId: string, { name, language }: Fields): void {
  const blockedUntil = wabaState(state, wabaId).blockedNames.get(String(name)) ?? 0
  if (blockedUntil > state.clock.ms()) {
    throw new GraphError(100, `${String(name)} was deleted and cannot be used again for 30 days`, { subcode: 2388023 })
  }
  if (findTemplate(state, wabaId, { name, language }) !== undefined) {
    throw new GraphError(100, `There is already ${String(language)} content for this template`, { subcode: 2388024 })
  }
}

function reviewLater(state: SandboxState, template: Template, { fault }: GraphCall): void {
  const verdict = fault?.fault === 'rejected' ? 'REJECTED' : 'APPROVED'
  if (fault?.fault === 'stuck') return
  state.timers.after(state.timing.reviewDelayMs, () => {
    const current = state.meta.templates.get(template.id)
    if (current?.status === 'PENDING') void changeTemplate(state, current, { status: verdict, reason: fault?.details })
  })
}

export type TemplateChange = { status: string; reason?: string | undefined; otherInfo?: Fields | undefined }

/** Moves a template and tells the app by `message_template_status_update`. */
export async function changeTemplate(state: SandboxState, template: Template, change: TemplateChange): Promise<void> {
  const event = template.status === 'PAUSED' && change.status === 'APPROVED' ? 'REINSTATED' : change.status
  template.status = change.status
  template.rejectedReason = change.reason ?? (change.status === 'REJECTED' ? 'INVALID_FORMAT' : 'NONE')
  await emitField(state, template.wabaId, {
    field: 'message_template_status_update',
    value: {
      event,
      message_template_id: Number(template.id),
      message_template_name: template.name,
      message_template_language: template.language,
      message_template_category: template.category,
      reason: template.rejectedReason,
      ...(change.otherInfo === undefined ? {} : { other_info: change.otherInfo }),
    },
  })
}

export function viewTemplate(template: Template): Fields {
  return {
    name: template.name,
    parameter_format: template.parameterFormat,
    components: template.components,
    language: template.language,
    status: template.status,
    category: template.category,
    quality_score: { score: 'UNKNOWN' },
    rejected_reason: template.rejectedReason,
    id: template.id,
  }
}

const filters: Record<string, (template: Template) => string> = {
  name: (template) => template.name,
  language: (template) => template.language,
  status: (template) => template.status,
  category: (template) => template.category,
}

export function listTemplates(state: SandboxState, call: GraphCall): unknown {
  const { wabaId } = requireWaba(state, call)
  const wanted = Object.entries(filters).filter(([key]) => call.query[key] !== undefined)
  const found = [...wabaState(state, wabaId).templates.values()].filter((template) =>
    wanted.every(([key, read]) => read(template) === call.query[key]),
  )
  const rows = found.map((template) => selectFields(viewTemplate(template), call.query.fields))
  return page(state, call, { rows, path: `/v26.0/${wabaId}/message_templates` })
}

/** `DELETE /{waba}/message_templates?name=` takes every language; `hsm_id` narrows it to one. */
export function deleteTemplates(state: SandboxState, call: GraphCall): unknown {
  const { wabaId } = requireWaba(state, call)
  const { name, hsm_id } = call.query
  const all = [...wabaState(state, wabaId).templates.values()]
  const chosen = all.filter((each) => (hsm_id === undefined ? each.name === name : each.id === hsm_id))
  if (chosen.length === 0) throw new GraphError(100, 'Message template not found', { status: 404, subcode: 2593002 })
  for (const template of chosen) removeTemplate(state, template)
  return { success: true }
}

function removeTemplate(state: SandboxState, template: Template): void {
  if (template.status === 'DISABLED') throw new GraphError(100, 'A disabled template cannot be deleted')
  forgetTemplate(state, template)
  if (template.status !== 'APPROVED') return
  wabaState(state, template.wabaId).blockedNames.set(template.name, state.clock.ms() + thirtyDaysMs)
}

function requireTemplate(state: SandboxState, call: GraphCall): Template {
  const template = state.meta.templates.get(call.id)
  if (!call.granted.some(({ wabaId }) => wabaId === template?.wabaId) || template === undefined)
    throw unknownObject(call.id)
  return template
}

export function getTemplate(state: SandboxState, call: GraphCall): unknown {
  return selectFields(viewTemplate(requireTemplate(state, call)), call.query.fields)
}

export function deleteTemplate(state: SandboxState, call: GraphCall): unknown {
  removeTemplate(state, requireTemplate(state, call))
  return { success: true }
}

/** `POST /{template}`: an edit goes through review again; an approved one once a day, ten times in 30 days. */
export function editTemplate(state: SandboxState, call: GraphCall): unknown {
  const template = requireTemplate(state, call)
  const body = templateBody(call.body)
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status)) {
    throw new GraphError(100, `A ${template.status} template cannot be edited`, { subcode: 2388039 })
  }
  if (template.status === 'APPROVED') spendEdit(state, template, body)
  if (body.components !== undefined) {
    checkComponents({ ...body, parameter_format: template.parameterFormat, category: template.category })
    template.components = storedComponents(body.components)
  }
  if (typeof body.category === 'string') template.category = body.category
  template.status = 'PENDING'
  reviewLater(state, template, call)
  return { success: true }
}

function spendEdit(state: SandboxState, template: Template, { category }: Fields): void {
  const now = state.clock.ms()
  if (category !== undefined && category !== template.category) {
    throw new GraphError(100, 'The category of an approved template is fixed', { subcode: 2388039 })
  }
  template.edits = template.edits.filter((at) => now - at < thirtyDaysMs)
  if (template.edits.some((at) => now - at < dayMs) || template.edits.length >= 10) {
    throw new GraphError(100, 'An approved template takes one edit a day and ten in 30 days', { subcode: 2388039 })
  }
  template.edits.push(now)
}
