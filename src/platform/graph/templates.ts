import { z } from 'zod'
import type { GraphClient } from './client.ts'
import { type GraphResult, typed } from './result.ts'

export type WabaAccess = { wabaId: string; token: string }

/** A template as Meta creates it. https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates */
export type TemplateDefinition = {
  name: string
  language: string
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION'
  parameter_format: 'NAMED' | 'POSITIONAL'
  components: Record<string, unknown>[]
}

const RemoteTemplate = z.looseObject({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string(),
  components: z.array(z.looseObject({ type: z.string() })).catch([]),
  rejected_reason: z.string().nullish(),
})

export type RemoteTemplate = z.infer<typeof RemoteTemplate>

const TemplatePage = z
  .looseObject({
    data: z.array(RemoteTemplate),
    paging: z
      .looseObject({ cursors: z.looseObject({ after: z.string() }).optional(), next: z.string().optional() })
      .optional(),
  })
  .transform(({ data, paging }) => ({
    templates: data,
    after: paging?.next === undefined ? null : (paging.cursors?.after ?? null),
  }))

const TEMPLATE_FIELDS = 'id,name,status,category,language,components,rejected_reason'
const MAX_PAGES = 60

/** Every template of the account: at most 6,000. */
export async function listTemplates(
  graph: GraphClient,
  { wabaId, token }: WabaAccess,
): Promise<GraphResult<RemoteTemplate[]>> {
  const all: RemoteTemplate[] = []
  let after: string | null = null
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query: Record<string, string> = { fields: TEMPLATE_FIELDS, limit: '100', ...(after && { after }) }
    const path = `/${wabaId}/message_templates`
    const result: GraphResult<z.infer<typeof TemplatePage>> = await typed(
      graph.call({ method: 'GET', path, token, query, maxBytes: 8_388_608 }),
      TemplatePage,
    )
    if (result.kind !== 'ok') return result
    all.push(...result.value.templates)
    after = result.value.after
    if (after === null) break
  }
  return { kind: 'ok', value: all }
}

const Created = z.looseObject({ id: z.string(), status: z.string().catch('PENDING'), category: z.string().optional() })
export type CreatedTemplate = z.infer<typeof Created>

export function createTemplate(
  graph: GraphClient,
  { wabaId, token }: WabaAccess,
  definition: TemplateDefinition,
): Promise<GraphResult<CreatedTemplate>> {
  return typed(graph.call({ method: 'POST', path: `/${wabaId}/message_templates`, token, json: definition }), Created)
}

const Done = z.looseObject({ success: z.boolean().catch(true) })

/** Changes the words of a template; Meta allows it for approved, rejected and paused ones, and reviews them anew. */
export function editTemplate(
  graph: GraphClient,
  { templateId, token }: { templateId: string; token: string },
  components: TemplateDefinition['components'],
): Promise<GraphResult<{ success: boolean }>> {
  return typed(graph.call({ method: 'POST', path: `/${templateId}`, token, json: { components } }), Done)
}
