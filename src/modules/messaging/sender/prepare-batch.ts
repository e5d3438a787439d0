import { templateName } from '#modules/messaging/notices/registry.ts'
import type { Database, Statement } from '#platform/db.ts'
import type { WorkTools } from '#platform/work.ts'
import { Refusal } from '#shared/errors.ts'
import type { Language } from '#shared/language.ts'
import type { Aftermath } from './aftermath.ts'
import type { Claimed } from './claim.ts'
import { needsTemplate, type Prepared, prepare } from './prepare.ts'

export type Secrets = { get(storeId: string, name: 'whatsapp_access_token' | 'action_key'): Promise<string> }

export type Sendable = Prepared & { token: string }

type Desk = { secrets: Secrets; publicUrl: string; tools: WorkTools }

/** Readies a batch; never throws, for every claimed message must end somewhere. */
export async function prepareBatch(messages: readonly Claimed[], desk: Desk): Promise<(Sendable | Aftermath)[]> {
  try {
    const now = desk.tools.environment.now()
    const approved = await approvedTemplates(
      desk.tools.database,
      messages.filter((each) => needsTemplate(each, now)),
    )
    const keys = await keysOf(messages, desk.secrets)
    return messages.map((claimed) => prepareOne(claimed, { ...desk, now, approved, keys: keys.get(claimed.storeId) }))
  } catch (error) {
    desk.tools.log.error({ error: String(error), messages: messages.length }, 'a batch could not be readied')
    return messages.map((claimed) => postponed(claimed, String(error)))
  }
}

type Keys = { token: string; actionKey: Uint8Array } | { missing: unknown }
type Readying = Desk & { now: Date; approved: ReadonlyMap<string, Set<Language>>; keys: Keys | undefined }

function prepareOne(claimed: Claimed, { tools, publicUrl, now, approved, keys }: Readying): Sendable | Aftermath {
  if (keys === undefined || 'missing' in keys) return withoutKeys(claimed, keys?.missing)
  try {
    const languages = approved.get(approvalKey(claimed)) ?? new Set<Language>()
    const prepared = prepare(claimed, { now, publicUrl, actionKey: keys.actionKey, approved: languages })
    return 'body' in prepared ? { ...prepared, token: keys.token } : prepared
  } catch (error) {
    tools.log.error({ messageId: claimed.id, error: String(error) }, 'a message cannot be worded')
    return ends(claimed, { state: 'failed', code: 'unbuildable', details: String(error).slice(0, 500) })
  }
}

async function keysOf(messages: readonly Claimed[], secrets: Secrets): Promise<Map<string, Keys>> {
  const storeIds = [...new Set(messages.map((message) => message.storeId))]
  const keys = await Promise.all(
    storeIds.map(async (storeId): Promise<Keys> => {
      try {
        const token = await secrets.get(storeId, 'whatsapp_access_token')
        return { token, actionKey: Buffer.from(await secrets.get(storeId, 'action_key'), 'base64url') }
      } catch (missing) {
        return { missing }
      }
    }),
  )
  return new Map(storeIds.map((storeId, index) => [storeId, keys[index] ?? { missing: null }]))
}

/** A secret the owner has not set parks the store; one that cannot be read just now does not. */
function withoutKeys(claimed: Claimed, missing: unknown): Aftermath {
  if (!(missing instanceof Refusal)) return postponed(claimed, String(missing))
  return {
    ...ends(claimed, { state: 'queued', code: missing.code, uncounted: true }),
    park: 'token',
    trouble: {
      code: 'sending-parked-token',
      details: missing.details,
      fix: missing.fix ?? 'Set the access token with PUT /v1/store/secrets/whatsapp_access_token.',
    },
  }
}

const POSTPONED_MS = 5_000

function postponed(claimed: Claimed, details: string): Aftermath {
  const change = { state: 'queued', code: 'not-readied', details: details.slice(0, 500), uncounted: true } as const
  return { ...ends(claimed, change), pauseNumberMs: POSTPONED_MS }
}

function ends(claimed: Claimed, change: Omit<Aftermath['change'], 'id' | 'attempt'>): Aftermath {
  return { claimed, change: { id: claimed.id, attempt: claimed.attempt, ...change } }
}

async function approvedTemplates(
  database: Database,
  messages: readonly Claimed[],
): Promise<ReadonlyMap<string, Set<Language>>> {
  const approved = new Map<string, Set<Language>>()
  if (messages.length === 0) return approved
  const rows = await database.system<{ key: string; language: Language }>(READ_APPROVED, [
    messages.map((message) => message.storeId),
  ])
  for (const { key, language } of rows) approved.set(key, (approved.get(key) ?? new Set()).add(language))
  return approved
}

function approvalKey({ storeId, content }: Claimed): string {
  return content.kind === 'notice' ? `${storeId} ${templateName(content.notice)}` : ''
}

const READ_APPROVED: Statement = {
  name: 'templates_approved',
  text: `select store_id || ' ' || name as key, language from message_templates
    where store_id = any ($1::uuid[]) and status = 'APPROVED'`,
}
