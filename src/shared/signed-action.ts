import { macLength, macOf, sameMac } from './mac.ts'

export { packUuid, unpackUuid } from './ids.ts'
export { readToken, signToken, type Token, type TokenExpectation, type TokenReading } from './signed-token.ts'

/** Whom a button was made for. */
export type ActionOwner = { storeId: string; shopperId: string }

export type Action = {
  /** Lower-case kebab, 32 characters at most. */
  verb: string
  /** Each of letters, digits, `_` and `-`; pack UUIDs with `packUuid`. */
  args: readonly string[]
  /** The cart version the button was made from. */
  version: number
}

export type ActionReading =
  | { ok: true; verb: string; args: string[]; version: number }
  | { ok: false; reason: 'malformed' | 'forged' }

/** Shorter than WhatsApp's 200 for row ids and 256 for button ids. */
const maxLength = 200

const verbPattern = /^[a-z][a-z0-9-]{0,31}$/
const argPattern = /^[A-Za-z0-9_-]+$/
const actionPattern = new RegExp(
  `^([a-z][a-z0-9-]{0,31}):((?:[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)?):(0|[1-9][0-9]{0,15}):([A-Za-z0-9_-]{${macLength}})$`,
)

/**
 * Writes a button id `verb:args:version:mac`, at most 200 characters, that only this shopper of this store can press;
 * throws RangeError for parts that would not read back.
 */
export function signAction(secret: Uint8Array, action: ActionOwner & Action): string {
  const { verb, args, version } = action
  if (!verbPattern.test(verb)) throw new RangeError(`Not a verb: "${verb}".`)
  if (!args.every((arg) => argPattern.test(arg))) throw new RangeError(`Not safe in a button id: ${args.join(' ')}.`)
  if (!Number.isSafeInteger(version) || version < 0) throw new RangeError(`Not a version: ${version}.`)
  const text = `${verb}:${args.join('.')}:${version}:${macOfAction(secret, action)}`
  if (text.length > maxLength) throw new RangeError(`A button id of ${text.length} characters does not fit.`)
  return text
}

/** Reads a button id back; `forged` also covers one made for another shopper, store or secret. */
export function readAction(secret: Uint8Array, owner: ActionOwner, text: string): ActionReading {
  const parts = text.length > maxLength ? null : actionPattern.exec(text)
  if (parts === null) return { ok: false, reason: 'malformed' }
  const [, verb = '', joined = '', digits = '', mac = ''] = parts
  const args = joined === '' ? [] : joined.split('.')
  const version = Number(digits)
  const expected = macOfAction(secret, { ...owner, verb, args, version })
  return sameMac(expected, mac) ? { ok: true, verb, args, version } : { ok: false, reason: 'forged' }
}

function macOfAction(secret: Uint8Array, { storeId, shopperId, verb, args, version }: ActionOwner & Action): string {
  return macOf(secret, 'action', [storeId, shopperId, verb, args, version])
}
