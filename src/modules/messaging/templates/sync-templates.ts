import type { NoticeName } from '#modules/messaging/notices/facts.ts'
import { templatedNotices } from '#modules/messaging/notices/registry.ts'
import { templateDefinitionOf } from '#modules/messaging/notices/template-definition.ts'
import type { Store } from '#modules/stores/index.ts'
import { type ContextSeed, type Environment, inStore } from '#platform/context.ts'
import type { Database } from '#platform/db.ts'
import type { GraphClient } from '#platform/graph/client.ts'
import { describe } from '#platform/graph/result.ts'
import {
  createTemplate,
  editTemplate,
  listTemplates,
  type RemoteTemplate,
  type TemplateDefinition,
} from '#platform/graph/templates.ts'
import { expectReview, mirrorTemplate, type TemplateState } from './mirror.ts'
import { sameWords } from './same-words.rules.ts'

export type TemplateTools = {
  graph: GraphClient
  database: Database
  environment: Environment
  /** Where our pages are, without a slash at the end. */
  publicUrl: string
}

export type TemplateSync = { created: number; edited: number; pending: number; failures: string[] }

type Wanted = { notice: NoticeName; definition: TemplateDefinition }

/**
 * Brings the templates at Meta to what our notices say, in every language of the store, and writes down what Meta made
 * of them. What Meta refuses is told and left for the next time; nothing is ever deleted there.
 */
export async function syncTemplates(tools: TemplateTools, store: Store, token: string): Promise<TemplateSync> {
  const access = { wabaId: store.wabaId, token }
  const listed = await listTemplates(tools.graph, access)
  const sync: TemplateSync = { created: 0, edited: 0, pending: 0, failures: [] }
  if (listed.kind !== 'ok') return { ...sync, failures: [describe(listed)] }
  const remotes = new Map(listed.value.map((remote) => [`${remote.name} ${remote.language}`, remote]))
  for (const wanted of wantedOf(store, tools.publicUrl)) {
    const remote = remotes.get(`${wanted.definition.name} ${wanted.definition.language}`)
    const note: Note = (write, state) =>
      inStore(tools.database, tools.environment, { ...seedOf(store), work: (ctx) => write(ctx, state) })
    const state =
      remote === undefined
        ? await create(tools, { access, wanted, sync, note })
        : await update(tools, { token, wanted, remote, sync, note })
    if (state.status === 'PENDING' || state.status === 'IN_APPEAL') sync.pending += 1
    await note(mirrorTemplate, state)
  }
  return sync
}

/** Writes a state down in a transaction of its own. */
type Note = (write: typeof mirrorTemplate, state: TemplateState) => Promise<void>

function wantedOf(store: Store, publicUrl: string): Wanted[] {
  return templatedNotices.flatMap((notice) =>
    store.languages.map((language) => ({
      notice,
      definition: templateDefinitionOf(notice, { language, publicUrl }),
    })),
  )
}

type Creating = { access: { wabaId: string; token: string }; wanted: Wanted; sync: TemplateSync; note: Note }

async function create(tools: TemplateTools, { access, wanted, sync, note }: Creating): Promise<TemplateState> {
  const { category } = wanted.definition
  const absent = stateOf(wanted, { id: null, status: 'MISSING', category })
  await note(expectReview, absent)
  const created = await createTemplate(tools.graph, access, wanted.definition)
  if (created.kind !== 'ok') {
    sync.failures.push(`${wanted.definition.name} ${wanted.definition.language}: ${describe(created)}`)
    return absent
  }
  sync.created += 1
  return stateOf(wanted, { ...created.value, category: created.value.category ?? category })
}

type Updating = { token: string; wanted: Wanted; remote: RemoteTemplate; sync: TemplateSync; note: Note }

/** Meta takes edits of these only. */
const EDITABLE = new Set(['APPROVED', 'REJECTED', 'PAUSED'])

async function update(tools: TemplateTools, { token, wanted, remote, sync, note }: Updating): Promise<TemplateState> {
  const { definition } = wanted
  if (!sameWords(remote.components, definition.components) && EDITABLE.has(remote.status)) {
    await note(expectReview, stateOf(wanted, remote))
    const edited = await editTemplate(tools.graph, { templateId: remote.id, token }, definition.components)
    if (edited.kind === 'ok') {
      sync.edited += 1
      return stateOf(wanted, { ...remote, status: 'PENDING' })
    }
    sync.failures.push(`${definition.name} ${definition.language}: ${describe(edited)}`)
  }
  return stateOf(wanted, remote)
}

type Remote = Pick<RemoteTemplate, 'status' | 'category' | 'rejected_reason'> & { id: string | null }

function stateOf({ notice, definition }: Wanted, { id, status, category, rejected_reason }: Remote): TemplateState {
  const { name, language, components } = definition
  const rejectedReason = rejected_reason && rejected_reason !== 'NONE' ? rejected_reason : null
  return { name, language, notice, status, category, metaId: id, components, rejectedReason }
}

function seedOf({ id }: Store): ContextSeed {
  return { storeId: id, actor: { kind: 'system', id: 'template-sync' } }
}
