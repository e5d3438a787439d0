import { createHmac, timingSafeEqual } from 'node:crypto'

const SHAPE = /^sha256=([0-9a-f]{64})$/i

/**
 * Whether one of the app's secrets signed these bytes (`X-Hub-Signature-256`, HMAC-SHA256 over the body as received:
 * Meta escapes `/` and all that is not ASCII, so JSON written anew never matches).
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 */
export function isSignedByMeta(body: Uint8Array, header: unknown, secrets: readonly string[]): boolean {
  const given = typeof header === 'string' ? SHAPE.exec(header)?.[1] : undefined
  if (given === undefined) return false
  const digest = Buffer.from(given, 'hex')
  return secrets.some((secret) => timingSafeEqual(createHmac('sha256', secret).update(body).digest(), digest))
}

/** Compares texts of any length without telling where they differ. */
export function isSameText(expected: string, given: string): boolean {
  const keyed = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(keyed(expected), keyed(given))
}
