import { z } from 'zod'
import {
  amountField,
  IdView,
  LanguageField,
  LocalizedView,
  localizedField,
  MoneyField,
  MoneyView,
  pageQuery,
  pageView,
  scopes,
  TimeField,
  TimeView,
  textField,
} from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import type { ApiKeyRow } from './api-keys.ts'
import type { AuditRow } from './audit.ts'
import type { ProblemRow } from './problems.ts'
import { ownerSecretNames, type SecretName } from './secrets.ts'
import type { Store } from './store.ts'

export const StoreView = z
  .object({
    id: IdView,
    slug: z.string(),
    name: LocalizedView,
    status: z.enum(['active', 'paused']),
    currency: z.string(),
    country: z.string(),
    timeZone: z.string(),
    languages: z.array(LanguageField),
    defaultLanguage: LanguageField,
    phoneNumberId: z.string(),
    displayPhoneNumber: z.string(),
    wabaId: z.string(),
    catalogId: z.string().nullable(),
    catalogUsable: z.boolean(),
    deliveryFee: MoneyView,
    cashOnDelivery: z.boolean(),
    cardPayments: z.boolean(),
    sessionMinutes: z.int(),
    messagesPerSecond: z.int(),
    sendingParkedAt: TimeView.nullable(),
    secrets: z.array(z.object({ name: z.string(), updatedAt: TimeView })),
    version: z.int(),
  })
  .meta({ id: 'Store' })

export function viewStore(
  store: Store,
  secrets: readonly { name: SecretName; updatedAt: Date }[],
): z.infer<typeof StoreView> {
  return {
    ...store,
    id: publicId('store', store.id),
    deliveryFee: { amount: store.deliveryFee, currency: store.currency },
    sendingParkedAt: store.sendingParkedAt?.toISOString() ?? null,
    secrets: secrets
      .filter(({ name }) => name !== 'action_key')
      .map(({ name, updatedAt }) => ({ name, updatedAt: updatedAt.toISOString() })),
  }
}

export const StoreChangesBody = z.strictObject({
  name: localizedField(60).optional(),
  status: z.enum(['active', 'paused']).optional(),
  timeZone: z.string().max(64).optional(),
  languages: z.array(LanguageField).min(1).max(2).optional(),
  defaultLanguage: LanguageField.optional(),
  displayPhoneNumber: textField(32).optional(),
  catalogId: z.string().max(25).nullable().optional(),
  deliveryFee: MoneyField.extend({ amount: amountField(0) }).optional(),
  cashOnDelivery: z.boolean().optional(),
  cardPayments: z.boolean().optional(),
  sessionMinutes: z.int().min(31).max(1440).optional(),
  messagesPerSecond: z.int().min(1).max(1000).optional(),
})

export const SecretParams = z.strictObject({ name: z.enum(ownerSecretNames) })
export const SecretBody = z.strictObject({ value: z.string().min(1).max(1024) })
export const SecretSavedView = z.object({ name: z.string(), updatedAt: TimeView })

export const ProblemQuery = z.strictObject({ ...pageQuery, state: z.enum(['open', 'resolved', 'all']).default('open') })
export const ProblemPage = pageView(
  z
    .object({
      id: IdView,
      code: z.string(),
      subject: z.string(),
      details: z.record(z.string(), z.unknown()),
      fix: z.string(),
      openedAt: TimeView,
      lastSeenAt: TimeView,
      seenCount: z.int(),
      resolvedAt: TimeView.nullable(),
    })
    .meta({ id: 'StoreProblem' }),
)

export function viewProblem(row: ProblemRow) {
  return {
    ...row,
    id: publicId('problem', row.id),
    openedAt: row.openedAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  }
}

const ScopesField = z.array(z.enum(scopes)).min(1).max(scopes.length)

export const NewApiKeyBody = z.strictObject({
  name: textField(80),
  scopes: ScopesField.refine((list) => new Set(list).size === list.length, { message: 'Name each scope once.' }).meta({
    uniqueItems: true,
  }),
  expiresAt: TimeField.nullable().optional(),
})

const apiKeyFields = {
  id: IdView,
  name: z.string(),
  lastFour: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdAt: TimeView,
  expiresAt: TimeView.nullable(),
  revokedAt: TimeView.nullable(),
  lastUsedAt: TimeView.nullable(),
}

export const ApiKeyPage = pageView(z.object(apiKeyFields).meta({ id: 'ApiKey' }))

export const NewApiKeyView = z
  .object({
    id: IdView,
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    expiresAt: TimeView.nullable(),
    key: z.string().nullable().meta({ description: 'Shown this once; null when the answer is a replay.' }),
  })
  .meta({ id: 'NewApiKey' })

export function viewApiKey(row: ApiKeyRow) {
  return {
    ...row,
    id: publicId('apiKey', row.id),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}

export const PageQuery = z.strictObject(pageQuery)

export const AuditPage = pageView(
  z
    .object({
      id: IdView,
      at: TimeView,
      actorKind: z.string(),
      actorId: z.string().nullable(),
      action: z.string(),
      subjectKind: z.string(),
      subjectId: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      requestId: z.string().nullable(),
    })
    .meta({ id: 'AuditEntry' }),
)

export function viewAudit(row: AuditRow) {
  const actorId = row.actorKind === 'api_key' && row.actorId !== null ? publicId('apiKey', row.actorId) : row.actorId
  return { ...row, id: publicId('audit', row.id), at: row.at.toISOString(), actorId }
}
