import { macLength, macOf, sameMac } from './mac.ts'

export type CursorPayload = (string | number)[]

/** Long enough for a sort key of a thousand characters, short enough for a query string. */
const maxLength = 4096
const cursorPattern = new RegExp(`^([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]{${macLength}})$`)

/**
 * An opaque place in a list that only we can make. It is not bound to a store: put the store and the list's name into
 * the payload, or keep the query scoped. Throws RangeError for a number JSON cannot carry or an overlong payload.
 */
export function encodeCursor(secret: Uint8Array, payload: Readonly<CursorPayload>): string {
  if (!isPayload(payload)) throw new RangeError('A cursor carries strings and finite numbers only.')
  const body = Buffer.from(JSON.stringify(payload)).toString('base64url')
  const text = `${body}.${macOf(secret, 'cursor', [body])}`
  if (text.length > maxLength) throw new RangeError(`A cursor of ${text.length} characters does not fit.`)
  return text
}

/** What `encodeCursor` was given, or null for any text it did not write. */
export function decodeCursor(secret: Uint8Array, text: string): CursorPayload | null {
  const parts = text.length > maxLength ? null : cursorPattern.exec(text)
  if (parts === null) return null
  const [, body = '', mac = ''] = parts
  if (!sameMac(macOf(secret, 'cursor', [body]), mac)) return null
  const payload: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  return isPayload(payload) ? payload : null
}

function isPayload(value: unknown): value is CursorPayload {
  return Array.isArray(value) && value.every((part) => typeof part === 'string' || Number.isFinite(part))
}
