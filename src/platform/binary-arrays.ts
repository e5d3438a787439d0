/**
 * Arrays as PostgreSQL keeps them. Written out as text, each element is escaped here and parsed there; that was a tenth
 * of what PostgreSQL did for a turn. https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES
 */
type Codec = {
  oid: number
  /** Bytes the element takes; null for a value that only the text form can carry (or refuse). */
  sizeOf: (value: unknown) => number | null
  write: (target: Buffer, at: number, value: unknown) => void
}

const MICROS = 1_000
/** PostgreSQL counts from the year 2000. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)
const TWO_TO_32 = 2 ** 32
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** What `Date.prototype.toISOString` writes; anything finer than milliseconds goes as text. */
const ISO_LENGTH = 24
const DASH = 0x2d
const JSONB_VERSION = 1

const integer = (oid: number, { bytes, write }: { bytes: number; write: Codec['write'] }): Codec => ({
  oid,
  sizeOf: (value) => (fits(value, bytes) ? bytes : null),
  write,
})

const codecs: Readonly<Record<string, Codec>> = {
  uuid: { oid: 2950, sizeOf: (value) => (typeof value === 'string' && UUID.test(value) ? 16 : null), write: writeUuid },
  text: {
    oid: 25,
    sizeOf: (value) => (typeof value === 'string' ? Buffer.byteLength(value) : null),
    write: (target, at, value) => void target.write(value as string, at),
  },
  jsonb: {
    oid: 3802,
    sizeOf: (value) => (typeof value === 'string' ? 1 + Buffer.byteLength(value) : null),
    write: (target, at, value) => void target.write(value as string, target.writeUInt8(JSONB_VERSION, at)),
  },
  bytea: {
    oid: 17,
    sizeOf: (value) => (value instanceof Uint8Array ? value.byteLength : null),
    write: (target, at, value) => target.set(value as Uint8Array, at),
  },
  boolean: {
    oid: 16,
    sizeOf: (value) => (typeof value === 'boolean' ? 1 : null),
    write: (target, at, value) => void target.writeUInt8(value === true ? 1 : 0, at),
  },
  smallint: integer(21, { bytes: 2, write: (target, at, value) => void target.writeInt16BE(value as number, at) }),
  int: integer(23, { bytes: 4, write: (target, at, value) => void target.writeInt32BE(value as number, at) }),
  bigint: integer(20, { bytes: 8, write: (target, at, value) => writeInt64(target, at, value as number) }),
  float8: {
    oid: 701,
    sizeOf: (value) => (typeof value === 'number' ? 8 : null),
    // The text form of -0 is 0.
    write: (target, at, value) => void target.writeDoubleBE((value as number) + 0, at),
  },
  timestamptz: {
    oid: 1184,
    sizeOf: (value) => (Number.isNaN(timeOf(value)) ? null : 8),
    write: (target, at, value) => writeInt64(target, at, (timeOf(value) - POSTGRES_EPOCH_MS) * MICROS),
  },
}

/** The types of a statement's array parameters, by place, as their casts say: `$3::uuid[]`. */
export type ArrayTypes = readonly (string | undefined)[]

export function arrayTypesOf(sql: string): ArrayTypes {
  const types: (string | undefined)[] = []
  for (const [, place = '', type = ''] of sql.matchAll(/\$(\d+)::(\w+)\[\]/g)) {
    if (Object.hasOwn(codecs, type)) types[Number(place) - 1] = type
  }
  return types
}

/** The array in PostgreSQL's binary form; as it was when one of its values has none. */
export function binaryArray(type: string, values: readonly unknown[]): Buffer | readonly unknown[] {
  const codec = codecs[type]
  const sizes = codec && sizesOf(codec, values)
  if (codec === undefined || sizes === null || sizes === undefined) return values
  return encode(codec, values, sizes)
}

const NULL = -1

function sizesOf(codec: Codec, values: readonly unknown[]): number[] | null {
  const sizes: number[] = []
  for (const value of values) {
    const size = value === null || value === undefined ? NULL : codec.sizeOf(value)
    if (size === null) return null
    sizes.push(size)
  }
  return sizes
}

/** Dimensions, whether a null is in it, the type, then length and lower bound; each element with its size before it. */
function encode(codec: Codec, values: readonly unknown[], sizes: readonly number[]): Buffer {
  const empty = values.length === 0
  const header = empty ? 12 : 20
  const total = sizes.reduce((sum, size) => sum + 4 + Math.max(0, size), header)
  const target = Buffer.allocUnsafe(total)
  target.writeInt32BE(empty ? 0 : 1, 0)
  target.writeInt32BE(sizes.includes(NULL) ? 1 : 0, 4)
  target.writeInt32BE(codec.oid, 8)
  if (empty) return target
  target.writeInt32BE(values.length, 12)
  target.writeInt32BE(1, 16)
  let at = header
  for (const [index, size] of sizes.entries()) {
    at = target.writeInt32BE(size, at)
    if (size === NULL) continue
    codec.write(target, at, values[index])
    at += size
  }
  return target
}

function fits(value: unknown, bytes: number): boolean {
  const limit = bytes === 8 ? Number.MAX_SAFE_INTEGER : 2 ** (bytes * 8 - 1) - 1
  return Number.isInteger(value) && Math.abs(value as number) <= limit
}

function writeInt64(target: Buffer, at: number, value: number): void {
  target.writeInt32BE(Math.floor(value / TWO_TO_32), at)
  target.writeUInt32BE(value - Math.floor(value / TWO_TO_32) * TWO_TO_32, at + 4)
}

/** Milliseconds since 1970; NaN for what is no moment, or is one told finer than a Date can say. */
function timeOf(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'string' && value.length === ISO_LENGTH && value.endsWith('Z')
    ? Date.parse(value)
    : Number.NaN
}

function writeUuid(target: Buffer, at: number, value: unknown): void {
  const text = value as string
  let place = 0
  for (let n = 0; n < 16; n += 1) {
    if (text.charCodeAt(place) === DASH) place += 1
    target[at + n] = nibble(text.charCodeAt(place)) * 16 + nibble(text.charCodeAt(place + 1))
    place += 2
  }
}

/** '0' to '9', then letters of either case, which agree in their low bits. */
function nibble(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code & 0xf) + 9
}
