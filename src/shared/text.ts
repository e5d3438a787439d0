export { toArabicDigits, toLatinDigits } from './digits.ts'
export { foldText } from './folding.ts'
export { parseQuantity } from './quantity.ts'

const controls = /[\p{Cc}--[\n\t]]/gv
/** What is almost never there: control characters, carriage returns among them, and lone surrogates. */
const unstorable = /[[\p{Cc}\p{Cs}]--[\n\t]]/v
const invisible = /^[\s\p{Cf}]*$/u
const bidiControls = /[\u202A-\u202E\u2066-\u2069]/g
const ellipsis = '…'

/** Text from outside made storable: lone surrogates replaced, line ends unified, other control characters dropped. */
export function cleanInbound(text: string): string {
  if (!unstorable.test(text)) return text
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(controls, '')
}

/** The length WhatsApp's field limits speak of. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

export type LengthUnit = 'codePoints' | 'utf8Bytes'

/** Shortens to at most `max` units, ellipsis included, never inside a character the reader sees as one. */
export function cutGraphemes(text: string, max: number, by: LengthUnit = 'codePoints'): string {
  const measure = lengthIn[by]
  if (measure(text) <= max) return text
  const room = max - measure(ellipsis)
  if (room < 0) return ''
  let length = 0
  let end = 0
  for (const { segment, index } of graphemes.segment(text)) {
    length += measure(segment)
    if (length > room) break
    end = index + segment.length
  }
  return text.slice(0, end).trimEnd() + ellipsis
}

/** Fences a run (order number, amount, name, link) off from the direction of the text around it. */
export function isolate(text: string): string {
  return `\u2068${text.replace(bidiControls, '')}\u2069`
}

export type Script = 'arabic' | 'latin' | 'other'

/** The script of more than half of the letters; `other` when none has that many or there are no letters. */
export function scriptOf(text: string): Script {
  const letters = countOf(text, /\p{L}/gu)
  if (2 * countOf(text, /[\p{L}&&\p{sc=Arabic}]/gv) > letters) return 'arabic'
  if (2 * countOf(text, /[\p{L}&&\p{sc=Latin}]/gv) > letters) return 'latin'
  return 'other'
}

/**
 * A value Meta accepts as a text parameter of a template: one line, no run of spaces, never empty (a dash stands in).
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
 */
export function templateParameter(text: string, max = 1024): string {
  const line = cleanInbound(text).replace(/\s+/g, ' ').trim()
  return invisible.test(line) ? '-' : cutGraphemes(line, max)
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const lengthIn: Record<LengthUnit, (text: string) => number> = {
  codePoints,
  utf8Bytes: (text) => Buffer.byteLength(text, 'utf8'),
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
