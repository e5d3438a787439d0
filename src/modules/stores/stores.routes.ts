import { z } from 'zod'
import { given, idField, pageOf, route, type ZodApp } from '#platform/http.ts'
import type { SecretBox } from '#platform/secret-box.ts'
import { publicId } from '#shared/ids.ts'
import { createApiKey, readApiKeys, revokeApiKey } from './api-keys.ts'
import { audit, readAudit } from './audit.ts'
import { editStore, type StoreChanges } from './edit-store.ts'
import { readProblems } from './problems.ts'
import { replaceSecret } from './replace-secret.ts'
import { readSecretNames } from './secrets.ts'
import { resumeSending } from './sending.ts'
import { loadStore } from './store.ts'
import { amountIn } from './store-money.ts'
import {
  ApiKeyPage,
  AuditPage,
  NewApiKeyBody,
  NewApiKeyView,
  PageQuery,
  ProblemPage,
  ProblemQuery,
  SecretBody,
  SecretParams,
  SecretSavedView,
  StoreChangesBody,
  StoreView,
  viewApiKey,
  viewAudit,
  viewProblem,
  viewStore,
} from './stores.schemas.ts'

/** A store's own settings, secrets, keys, problems and history. */
export async function storeRoutes(app: ZodApp, { box }: { box: SecretBox }): Promise<void> {
  settingsRoutes(app)
  sendingRoutes(app)
  secretRoutes(app, box)
  listRoutes(app)
  apiKeyRoutes(app)
}

function settingsRoutes(app: ZodApp): void {
  route(app, {
    method: 'GET',
    url: '/v1/store',
    scope: 'store:read',
    summary: 'Read the store',
    tags: ['store'],
    reply: { 200: StoreView },
    handle: async (ctx) => viewStore(await loadStore(ctx), await readSecretNames(ctx)),
  })
  route(app, {
    method: 'PATCH',
    url: '/v1/store',
    scope: 'store:write',
    summary: 'Change settings of the store',
    tags: ['store'],
    body: StoreChangesBody,
    reply: { 200: StoreView },
    handle: async (ctx, { body, ifMatch }) => {
      const { deliveryFee: fee, ...others } = body
      const deliveryFee = fee && amountIn(await loadStore(ctx), fee)
      const changes = given<StoreChanges>({ ...others, deliveryFee })
      const store = await editStore(ctx, { changes, expectedVersion: ifMatch })
      return viewStore(store, await readSecretNames(ctx))
    },
  })
}

function sendingRoutes(app: ZodApp): void {
  route(app, {
    method: 'POST',
    url: '/v1/store/resume-sending',
    scope: 'store:write',
    summary: 'Send what waits, once its cause is gone',
    description: 'If Meta still refuses, sending is parked again and nothing is lost.',
    tags: ['store'],
    reply: { 200: StoreView },
    handle: async (ctx) => {
      await resumeSending(ctx.tx, ctx.storeId)
      await audit(ctx, {
        action: 'store.resume-sending',
        subjectKind: 'store',
        subjectId: publicId('store', ctx.storeId),
      })
      return viewStore(await loadStore(ctx), await readSecretNames(ctx))
    },
  })
}

function secretRoutes(app: ZodApp, box: SecretBox): void {
  route(app, {
    method: 'PUT',
    url: '/v1/store/secrets/:name',
    scope: 'store:write',
    summary: 'Set a secret of the store',
    description: 'Write-only: no route shows it again.',
    tags: ['store'],
    params: SecretParams,
    body: SecretBody,
    reply: { 200: SecretSavedView },
    handle: async (ctx, { params, body }) => {
      await replaceSecret(ctx, box, { ...params, ...body })
      const saved = (await readSecretNames(ctx)).find(({ name }) => name === params.name)
      return { name: params.name, updatedAt: (saved?.updatedAt ?? ctx.now()).toISOString() }
    },
  })
}

function listRoutes(app: ZodApp): void {
  route(app, {
    method: 'GET',
    url: '/v1/store/problems',
    scope: 'store:read',
    summary: 'List what needs the owner',
    tags: ['store'],
    query: ProblemQuery,
    reply: { 200: ProblemPage },
    handle: async (ctx, { query, cursors }) => {
      const beforeId = idIn(cursors.read('problems', query.cursor))
      const rows = await readProblems(ctx, { state: query.state, beforeId, limit: query.limit + 1 })
      return pageOf(rows, query.limit, { view: viewProblem, cursor: ({ id }) => cursors.write('problems', [id]) })
    },
  })
  route(app, {
    method: 'GET',
    url: '/v1/audit',
    scope: 'store:read',
    summary: 'List who changed what',
    tags: ['store'],
    query: PageQuery,
    reply: { 200: AuditPage },
    handle: async (ctx, { query, cursors }) => {
      const rows = await readAudit(ctx, idIn(cursors.read('audit', query.cursor)), query.limit + 1)
      return pageOf(rows, query.limit, { view: viewAudit, cursor: ({ id }) => cursors.write('audit', [id]) })
    },
  })
}

function apiKeyRoutes(app: ZodApp): void {
  route(app, {
    method: 'GET',
    url: '/v1/api-keys',
    scope: 'keys:write',
    summary: 'List API keys',
    tags: ['api-keys'],
    query: PageQuery,
    reply: { 200: ApiKeyPage },
    handle: async (ctx, { query, cursors }) => {
      const rows = await readApiKeys(ctx, idIn(cursors.read('api-keys', query.cursor)), query.limit + 1)
      return pageOf(rows, query.limit, { view: viewApiKey, cursor: ({ id }) => cursors.write('api-keys', [id]) })
    },
  })
  route(app, {
    method: 'POST',
    url: '/v1/api-keys',
    scope: 'keys:write',
    summary: 'Make an API key',
    description: 'The key is in this answer and nowhere else.',
    tags: ['api-keys'],
    body: NewApiKeyBody,
    reply: { 201: NewApiKeyView },
    kept: (view) => ({ ...view, key: null }),
    handle: async (ctx, { body }) => {
      const { randomBytes } = app.tools.environment
      const { name, scopes, expiresAt = null } = body
      const { id, key } = await createApiKey(ctx, { name, scopes, expiresAt, randomBytes })
      return { id: publicId('apiKey', id), name, scopes, expiresAt: expiresAt?.toISOString() ?? null, key }
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/v1/api-keys/:apiKeyId',
    scope: 'keys:write',
    summary: 'Revoke an API key',
    tags: ['api-keys'],
    params: z.strictObject({ apiKeyId: idField('apiKey') }),
    reply: { 204: z.null() },
    handle: async (ctx, { params }) => {
      await revokeApiKey(ctx, params.apiKeyId)
      return null
    },
  })
}

/** The id a list goes on from; every list here is sorted by id alone. */
function idIn(place: (string | number)[] | null): string | null {
  return place === null ? null : String(place[0])
}
