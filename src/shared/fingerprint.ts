import { createHash } from 'node:crypto'

/** A short stand-in for a text: SHA-256 in base64url, 43 characters. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
