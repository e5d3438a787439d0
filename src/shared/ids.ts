const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const randomLength = 10
const counterLimit = 0x1000
const idsPerBlock = 64
const latestMs = 2 ** 48 - 1

/**
 * A UUID version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then 10 random bytes less the version and variant
 * bits. The low 12 bits of the first two bytes follow the time, so a counter put there keeps ids in order.
 */
export function uuidv7(nowMs: number, random: Uint8Array): string {
  if (!Number.isInteger(nowMs) || nowMs < 0 || nowMs > latestMs) throw new RangeError(`No UUID time: ${nowMs}.`)
  if (random.length !== randomLength) throw new RangeError(`A UUID takes ${randomLength} random bytes.`)
  const tail = Buffer.from(random)
  tail.writeUInt8(0x70 | (tail.readUInt8(0) & 0x0f), 0)
  tail.writeUInt8(0x80 | (tail.readUInt8(2) & 0x3f), 2)
  return dashed(nowMs.toString(16).padStart(12, '0') + tail.toString('hex'))
}

/**
 * Makes ids that ascend within one process, also within a millisecond and when the clock steps back: a 12-bit counter
 * starts at random in its lower half each millisecond, and when it is full the next millisecond is borrowed
 * (RFC 9562, 6.2).
 */
export function makeIds(now: () => number, randomBytes: (size: number) => Uint8Array): () => string {
  let lastMs = -1
  let counter = 0
  let block: Uint8Array = new Uint8Array()
  let used = 0
  return () => {
    // Asking the system for ten bytes took as long as all the rest.
    if (used === block.length) [block, used] = [randomBytes(randomLength * idsPerBlock), 0]
    const random = Buffer.from(block.subarray(used, used + randomLength))
    used += randomLength
    const nowMs = Math.floor(now())
    counter += 1
    if (nowMs > lastMs || counter === counterLimit) {
      lastMs = Math.max(nowMs, lastMs + 1)
      counter = random.readUInt16BE(0) % (counterLimit / 2)
    }
    random.writeUInt16BE(counter, 0)
    return uuidv7(lastMs, random)
  }
}

const prefixes = {
  store: 'sto',
  product: 'prd',
  variant: 'var',
  collection: 'col',
  image: 'img',
  import: 'imp',
  shopper: 'shp',
  cart: 'crt',
  order: 'ord',
  orderLine: 'oln',
  payment: 'pay',
  refund: 'rfd',
  shipment: 'shm',
  trackingEvent: 'tev',
  message: 'msg',
  apiKey: 'key',
  location: 'loc',
  template: 'tpl',
  problem: 'prb',
  audit: 'aud',
  event: 'evt',
} as const

/** What the API gives ids of. */
export type IdKind = keyof typeof prefixes

/** The id the API shows: `ord_` and the 32 hexadecimal digits of the UUID; throws RangeError for another text. */
export function publicId(kind: IdKind, uuid: string): string {
  return `${prefixes[kind]}_${hexOf(uuid)}`
}

/** The UUID behind an id of this kind, or null for any other text; upper case and dashes are not taken. */
export function parsePublicId(kind: IdKind, text: string): string | null {
  const prefix = `${prefixes[kind]}_`
  const hex = text.slice(prefix.length)
  return text.startsWith(prefix) && /^[0-9a-f]{32}$/.test(hex) ? dashed(hex) : null
}

/** A UUID in 22 safe characters, for places where length counts; throws RangeError for another text. */
export function packUuid(uuid: string): string {
  return Buffer.from(hexOf(uuid), 'hex').toString('base64url')
}

/** The UUID packed by `packUuid`, or null; only the one spelling that `packUuid` writes is taken. */
export function unpackUuid(packed: string): string | null {
  if (!/^[A-Za-z0-9_-]{21}[AQgw]$/.test(packed)) return null
  return dashed(Buffer.from(packed, 'base64url').toString('hex'))
}

function hexOf(uuid: string): string {
  if (!uuidPattern.test(uuid)) throw new RangeError(`Not a lower-case UUID: "${uuid}".`)
  return uuid.replaceAll('-', '')
}

function dashed(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
