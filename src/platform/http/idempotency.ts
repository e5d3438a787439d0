import { createHash } from 'node:crypto'
import type { Statement, Tx } from '#platform/db.ts'
import { Conflict, Invalid, Refused } from '#shared/errors.ts'

const KEEP_HOURS = 24
const MAX_KEY_LENGTH = 255

/** A write its sender may repeat: `hash` covers method, path and body, `principalId` who sent it. */
export type Claim = { storeId: string; principalId: string; key: string; hash: Buffer }

/** The body in JSON, as text or as bytes. */
export type Answer = { status: number; body: string | Buffer }

export type ClaimedRequest = {
  storeId: string
  principalId: string
  method: string
  url: string
  bodyDigest: Uint8Array
}

/** Throws Invalid('idempotency-key-invalid') for a key that is empty, over 255 characters or not plain ASCII. */
export function claimOf(header: string, request: ClaimedRequest): Claim {
  if (!/^[\x21-\x7e]+$/.test(header) || header.length > MAX_KEY_LENGTH) {
    throw new Invalid(
      'idempotency-key-invalid',
      `An Idempotency-Key has 1 to ${MAX_KEY_LENGTH} visible ASCII characters.`,
    )
  }
  const { storeId, principalId, method, url, bodyDigest } = request
  const hash = createHash('sha256').update(`${method} ${url}\n`).update(bodyDigest).digest()
  return { storeId, principalId, key: header, hash }
}

/**
 * The answer given to this request before, or null when it is new. The lock on the key lasts as long as the
 * transaction, so a twin meets it at once: 409 while the first one runs, 422 when its body differs.
 */
export async function earlierAnswer(tx: Tx, claim: Claim, now: Date): Promise<Answer | null> {
  const [lock] = await tx.query<{ held: boolean }>(LOCK, [`${claim.principalId} ${claim.key}`])
  if (!lock?.held) {
    throw new Conflict(
      'idempotency-key-in-flight',
      'A request with this Idempotency-Key is being worked on.',
      {},
      'Wait a moment and repeat the request with the same key.',
    )
  }
  await tx.run(FORGET, [claim.principalId, claim.key, now])
  const [row] = await tx.query<{ hash: Buffer; status: number; body: string }>(READ, [claim.principalId, claim.key])
  if (row === undefined) return null
  if (row.hash.equals(claim.hash)) return { status: row.status, body: row.body }
  throw new Refused(
    'idempotency-key-reused',
    'This Idempotency-Key was used for another request.',
    {},
    'Use a new key for every new request.',
  )
}

/** Keeps the answer in the transaction of the work itself: both are there, or neither. */
export async function keepAnswer(tx: Tx, claim: Claim, kept: { answer: Answer; now: Date }): Promise<void> {
  const expiresAt = new Date(kept.now.getTime() + KEEP_HOURS * 3_600_000)
  const { status } = kept.answer
  const body = kept.answer.body.toString()
  await tx.run(KEEP, [claim.storeId, claim.principalId, claim.key, claim.hash, status, body, kept.now, expiresAt])
}

const LOCK: Statement = {
  name: 'idempotency_lock',
  text: `select pg_try_advisory_xact_lock(hashtextextended($1, 4242)) as held`,
}
const FORGET: Statement = {
  name: 'idempotency_forget',
  text: `delete from idempotency_keys where principal_id = $1 and key = $2 and expires_at <= $3`,
}
const READ: Statement = {
  name: 'idempotency_read',
  text: `select request_hash as hash, response_status as status, response_body as body
    from idempotency_keys where principal_id = $1 and key = $2`,
}
const KEEP: Statement = {
  name: 'idempotency_keep',
  text: `insert into idempotency_keys
      (store_id, principal_id, key, request_hash, state, response_status, response_body, created_at, expires_at)
    values ($1, $2, $3, $4, 'done', $5, $6, $7, $8)`,
}
