import { isAscii } from 'node:buffer'
import { Invalid } from '#shared/errors.ts'

export type StrictJsonRules = {
  /** How many arrays and objects may lie inside one another; 32 unless told. */
  maxDepth?: number
  /** Whether an object that names a key twice is refused: readers differ on which one counts. */
  refuseDuplicateKeys: boolean
}

const DEFAULT_DEPTH = 32

/**
 * Reads JSON from outside; throws Invalid('json-malformed') for broken UTF-8, broken JSON, too much nesting, a key
 * `__proto__` and, when asked, duplicate keys. Depth is counted on the bytes, before anything is built.
 */
export function parseStrictJson(bytes: Uint8Array, rules: StrictJsonRules): unknown {
  const text = decode(bytes)
  if (hasPlainKeys(text, rules)) refuseDepth(text, rules.maxDepth ?? DEFAULT_DEPTH)
  else new KeyScanner(text, rules).scan()
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed('It is not JSON.', error)
  }
}

/** Whether only its depth is in question: keys may repeat, and none can be `__proto__`, not even in escapes. */
function hasPlainKeys(text: string, { refuseDuplicateKeys }: StrictJsonRules): boolean {
  return !refuseDuplicateKeys && !text.includes('__proto__') && !text.includes('\\u00')
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
/** What a bracket adds to the depth; other characters add nothing. */
const NESTING: ReadonlyMap<number, number> = new Map([
  [0x5b, 1],
  [0x7b, 1],
  [0x5d, -1],
  [0x7d, -1],
])

function refuseDepth(text: string, maxDepth: number): void {
  let depth = 0
  for (let place = 0; place < text.length; place += 1) {
    const char = text.charCodeAt(place)
    if (char === QUOTE) place = closingQuote(text, place)
    else depth += NESTING.get(char) ?? 0
    if (depth > maxDepth) throw tooDeep(maxDepth)
  }
}

function closingQuote(text: string, start: number): number {
  let place = text.indexOf('"', start + 1)
  while (place >= 0 && isEscaped(text, place)) place = text.indexOf('"', place + 1)
  if (place < 0) throw malformed('It ends inside a string.')
  return place
}

function isEscaped(text: string, place: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(place - 1 - backslashes) === BACKSLASH) backslashes += 1
  return backslashes % 2 === 1
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array): string {
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  try {
    return utf8.decode(bytes)
  } catch (error) {
    throw malformed('It is not UTF-8.', error)
  }
}

/** Walks over strings and brackets only; whether the rest is JSON is for JSON.parse to say. */
class KeyScanner {
  readonly #text: string
  readonly #maxDepth: number
  readonly #refuseDuplicates: boolean
  /** The keys seen in each open object; null for an open array. */
  readonly #open: (Set<string> | null)[] = []

  constructor(text: string, { maxDepth = DEFAULT_DEPTH, refuseDuplicateKeys }: StrictJsonRules) {
    this.#text = text
    this.#maxDepth = maxDepth
    this.#refuseDuplicates = refuseDuplicateKeys
  }

  scan(): void {
    const tokens = /["[\]{}]/g
    for (let token = tokens.exec(this.#text); token !== null; token = tokens.exec(this.#text)) {
      if (token[0] === '"') tokens.lastIndex = this.#string(token.index)
      else if (token[0] === '{') this.#enter(new Set())
      else if (token[0] === '[') this.#enter(null)
      else this.#open.pop()
    }
  }

  #enter(keys: Set<string> | null): void {
    if (this.#open.length >= this.#maxDepth) throw tooDeep(this.#maxDepth)
    this.#open.push(keys)
  }

  /** Judges the string when it is a key; gives the place after it. */
  #string(start: number): number {
    const end = endOfString(this.#text, start)
    const keys = this.#open.at(-1)
    if (keys && isFollowedByColon(this.#text, end)) this.#key(keys, this.#text.slice(start, end))
    return end
  }

  #key(keys: Set<string>, literal: string): void {
    const key = literal.includes('\\') ? unescaped(literal) : literal.slice(1, -1)
    if (key === '__proto__') throw malformed('It has a key __proto__.')
    if (this.#refuseDuplicates && keys.has(key)) throw malformed('It names a key twice.')
    keys.add(key)
  }
}

function endOfString(text: string, start: number): number {
  const stops = /["\\]/g
  stops.lastIndex = start + 1
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    if (stop[0] === '"') return stop.index + 1
    stops.lastIndex = stop.index + 2
  }
  throw malformed('It ends inside a string.')
}

function isFollowedByColon(text: string, place: number): boolean {
  const next = /[^ \t\r\n]/g
  next.lastIndex = place
  return next.exec(text)?.[0] === ':'
}

function unescaped(literal: string): string {
  try {
    return String(JSON.parse(literal))
  } catch (error) {
    throw malformed('It is not JSON.', error)
  }
}

function tooDeep(maxDepth: number): Invalid {
  return malformed(`It is nested deeper than ${maxDepth}.`)
}

function malformed(why: string, cause?: unknown): Invalid {
  const refusal = new Invalid('json-malformed', `The body cannot be read. ${why}`)
  if (cause !== undefined) refusal.cause = cause
  return refusal
}
