import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'

/** 96 bits: 16 base64url characters with no unused bits, so no two spellings stand for one code. */
const macBytes = 12

/** Length of every code made here, in characters. */
export const macLength = (macBytes * 4) / 3

/** HMAC-SHA256 over the purpose and the parts, cut to 96 bits; a code made for one purpose never passes for another. */
export function macOf(secret: Uint8Array, purpose: string, parts: readonly unknown[]): string {
  const digest = createHmac('sha256', keyOf(secret))
    .update(JSON.stringify([purpose, ...parts]))
    .digest()
  return digest.subarray(0, macBytes).toString('base64url')
}

const keys = new WeakMap<Uint8Array, KeyObject>()

/** Bytes are made into a key on every use, which takes six times as long as the HMAC of a button; so once will do. */
function keyOf(secret: Uint8Array): KeyObject {
  const known = keys.get(secret)
  if (known !== undefined) return known
  const key = createSecretKey(secret)
  keys.set(secret, key)
  return key
}

/** Compares two codes without telling by its duration where they differ. */
export function sameMac(expected: string, given: string): boolean {
  const a = Buffer.from(expected)
  const b = Buffer.from(given)
  return a.length === b.length && timingSafeEqual(a, b)
}
