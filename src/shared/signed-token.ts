import { packUuid, unpackUuid } from './ids.ts'
import { macLength, macOf, sameMac } from './mac.ts'

export type Token = {
  /** Lower-case UUID. */
  storeId: string
  /** Lower-case UUID. */
  shopperId: string
  /** Lower-case kebab, 32 characters at most; a token for one purpose is no token for another. */
  purpose: string
  /** Each of letters, digits, `_` and `-`; pack UUIDs with `packUuid`. */
  args: readonly string[]
  /** Kept to the second, rounded down. */
  expiresAt: Date
}

/** What the reader knows already; a token that says otherwise is refused as forged. */
export type TokenExpectation = { purpose: string; now: Date; storeId?: string; shopperId?: string }

export type TokenReading =
  | { ok: true; storeId: string; shopperId: string; args: string[]; expiresAt: Date }
  | { ok: false; reason: 'malformed' | 'forged' | 'expired' }

const maxLength = 256
const purposePattern = /^[a-z][a-z0-9-]{0,31}$/
const argPattern = /^[A-Za-z0-9_-]+$/
const tokenPattern = new RegExp(
  `^([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{22})\\.(0|[1-9a-z][0-9a-z]{0,8})\\.((?:[A-Za-z0-9_-]+\\.)*)([A-Za-z0-9_-]{${macLength}})$`,
)

/**
 * Writes a token that says itself whom it is for, unlike a button id, since a Flow's data exchange names no sender;
 * at most 256 characters; throws RangeError for parts that would not read back.
 */
export function signToken(secret: Uint8Array, token: Token): string {
  const { purpose, args } = token
  const expiry = Math.floor(token.expiresAt.getTime() / 1000)
  if (!purposePattern.test(purpose)) throw new RangeError(`Not a purpose: "${purpose}".`)
  if (!args.every((arg) => argPattern.test(arg))) throw new RangeError(`Not safe in a token: ${args.join(' ')}.`)
  if (!Number.isSafeInteger(expiry) || expiry < 0) throw new RangeError('A token needs a real date to expire at.')
  const claims = [packUuid(token.storeId), packUuid(token.shopperId), expiry.toString(36), ...args].join('.')
  const text = `${claims}.${macOf(secret, 'token', [purpose, claims])}`
  if (text.length > maxLength) throw new RangeError(`A token of ${text.length} characters does not fit.`)
  return text
}

/** Reads a token back; it is good until, and not at, the second it expires. */
export function readToken(secret: Uint8Array, expected: TokenExpectation, text: string): TokenReading {
  const parts = text.length > maxLength ? null : tokenPattern.exec(text)
  if (parts === null) return { ok: false, reason: 'malformed' }
  const [, store = '', shopper = '', expiry = '', joined = '', mac = ''] = parts
  const [storeId, shopperId] = [unpackUuid(store), unpackUuid(shopper)]
  if (storeId === null || shopperId === null) return { ok: false, reason: 'malformed' }
  const genuine = sameMac(macOf(secret, 'token', [expected.purpose, text.slice(0, -macLength - 1)]), mac)
  if (!genuine || !belongs({ storeId, shopperId }, expected)) return { ok: false, reason: 'forged' }
  const expiresAt = new Date(Number.parseInt(expiry, 36) * 1000)
  if (expiresAt <= expected.now) return { ok: false, reason: 'expired' }
  return { ok: true, storeId, shopperId, args: joined.split('.').slice(0, -1), expiresAt }
}

function belongs(token: { storeId: string; shopperId: string }, expected: TokenExpectation): boolean {
  const sameStore = expected.storeId === undefined || expected.storeId === token.storeId
  return sameStore && (expected.shopperId === undefined || expected.shopperId === token.shopperId)
}
