import { createHash } from 'node:crypto'
import type { StoreContext } from '#platform/context.ts'
import type { Database, Statement } from '#platform/db.ts'
import type { ApiPrincipal, Scope } from '#platform/http.ts'
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import { audit } from './audit.ts'

const PREFIX = 'dk_live_'
const KEY_BYTES = 32
const keyPattern = /^dk_live_[A-Za-z0-9_-]{43}$/

export type NewApiKey = {
  name: string
  scopes: readonly Scope[]
  expiresAt?: Date | null
  randomBytes: (size: number) => Uint8Array
}

/**
 * Makes a key. Its text is in the answer and nowhere else: only the SHA-256 of it is stored. A key makes no key that
 * may do more than itself: Forbidden('scope-not-held').
 */
export async function createApiKey(ctx: StoreContext, input: NewApiKey): Promise<{ id: string; key: string }> {
  const expiresAt = input.expiresAt ?? null
  if (expiresAt !== null && expiresAt <= ctx.now()) {
    throw new Invalid('expiry-in-the-past', 'A key must expire in the future.')
  }
  refuseMorePower(ctx, input.scopes)
  const id = ctx.newId()
  const key = PREFIX + Buffer.from(input.randomBytes(KEY_BYTES)).toString('base64url')
  await ctx.tx.run(INSERT, [
    id,
    ctx.storeId,
    input.name,
    key.slice(-4),
    hashOf(key),
    input.scopes,
    ctx.now(),
    expiresAt,
  ])
  await audit(ctx, {
    action: 'api-key.create',
    subjectKind: 'api_key',
    subjectId: publicId('apiKey', id),
    after: { name: input.name, scopes: input.scopes, expiresAt },
  })
  return { id, key }
}

function refuseMorePower({ actor }: StoreContext, wanted: readonly Scope[]): void {
  if (actor.kind !== 'api_key') return
  const missing = wanted.filter((scope) => !actor.scopes.includes(scope))
  if (missing.length === 0) return
  throw new Forbidden('scope-not-held', 'A key can only hand on the scopes it has itself.', { missing })
}

/** From the next second on no process accepts the key. Repeating it changes nothing; throws NotFound('api-key'). */
export async function revokeApiKey(ctx: StoreContext, id: string): Promise<void> {
  const [row] = await ctx.tx.query<{ revokedAt: Date | null }>(LOCK, [ctx.storeId, id])
  if (row === undefined) throw new NotFound('api-key', id)
  if (row.revokedAt !== null) return
  await ctx.tx.run(REVOKE, [ctx.storeId, id, ctx.now()])
  await audit(ctx, { action: 'api-key.revoke', subjectKind: 'api_key', subjectId: publicId('apiKey', id) })
}

export type ApiKeyRow = {
  id: string
  name: string
  lastFour: string
  scopes: Scope[]
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}

/** Newest first, older than `beforeId` when given. */
export function readApiKeys(ctx: StoreContext, beforeId: string | null, limit: number): Promise<ApiKeyRow[]> {
  return ctx.tx.query<ApiKeyRow>(READ, [ctx.storeId, beforeId, limit])
}

/** Whom the key belongs to; null for one that is malformed, unknown, revoked or expired. */
export async function authenticate(database: Database, rawKey: string, now: Date): Promise<ApiPrincipal | null> {
  if (!keyPattern.test(rawKey)) return null
  const [row] = await database.system<ApiPrincipal & { unused: boolean }>(FIND, [hashOf(rawKey), now])
  if (row === undefined) return null
  const { unused, ...principal } = row
  if (unused) await database.system(USED, [principal.keyId, now])
  return principal
}

const KNOWN_MS = 1_000
const MOST_KNOWN = 1_000

/** `authenticate` with a memory of less than a second, so that a revoked key is out everywhere within one. */
export function rememberingAuthenticator(
  database: Database,
  now: () => Date,
): (rawKey: string) => Promise<ApiPrincipal | null> {
  const known = new Map<string, { principal: ApiPrincipal; until: number }>()
  return async (rawKey) => {
    const at = now()
    const place = hashOf(rawKey).toString('base64')
    const remembered = known.get(place)
    if (remembered !== undefined && remembered.until > at.getTime()) return remembered.principal
    known.delete(place)
    const principal = await authenticate(database, rawKey, at)
    if (principal === null) return null
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(place, { principal, until: at.getTime() + KNOWN_MS })
    return principal
  }
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

const INSERT: Statement = {
  name: 'api_keys_insert',
  text: `insert into api_keys (id, store_id, name, last_four, hash, scopes, created_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}
const LOCK: Statement = {
  name: 'api_keys_lock',
  text: `select revoked_at as "revokedAt" from api_keys where store_id = $1 and id = $2 for update`,
}
const REVOKE: Statement = {
  name: 'api_keys_revoke',
  text: `update api_keys set revoked_at = $3 where store_id = $1 and id = $2`,
}
const READ: Statement = {
  name: 'api_keys_read',
  text: `select id, name, last_four as "lastFour", scopes, created_at as "createdAt", expires_at as "expiresAt",
      revoked_at as "revokedAt", last_used_at as "lastUsedAt"
    from api_keys where store_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
}
const FIND: Statement = {
  name: 'api_keys_find',
  text: `select id as "keyId", store_id as "storeId", scopes,
      (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute') as unused
    from api_keys where hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
}
const USED: Statement = {
  name: 'api_keys_used',
  text: `update api_keys set last_used_at = $2
    where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')`,
}
