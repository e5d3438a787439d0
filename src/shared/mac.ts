import { createHmac, timingSafeEqual } from 'node:crypto'

/** 96 bits: 16 base64url characters with no unused bits, so no two spellings stand for one code. */
const macBytes = 12

/** Length of every code made here, in characters. */
export const macLength = (macBytes * 4) / 3

/** HMAC-SHA256 over the purpose and the parts, cut to 96 bits; a code made for one purpose never passes for another. */
export function macOf(secret: Uint8Array, purpose: string, parts: readonly unknown[]): string {
  const digest = createHmac('sha256', secret)
    .update(JSON.stringify([purpose, ...parts]))
    .digest()
  return digest.subarray(0, macBytes).toString('base64url')
}

/** Compares two codes without telling by its duration where they differ. */
export function sameMac(expected: string, given: string): boolean {
  const a = Buffer.from(expected)
  const b = Buffer.from(given)
  return a.length === b.length && timingSafeEqual(a, b)
}
