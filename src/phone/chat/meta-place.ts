import { fields, text } from '#phone/state/fields.ts'
import type { ChatMessage } from '#phone/state/types.ts'
import { directionOfLine, type TextDirection } from './bidi.ts'
import { formatText } from './format.ts'
import { wordsOf } from './preview.ts'

const texts = new Set([
  'text',
  'reply',
  'buttons',
  'list',
  'cta_url',
  'location_request',
  'flow',
  'template',
  'image',
  'document',
])

/** True when the time may stand in the last line of the text: that line must run the way the page does. */
export function timeFitsLastLine(message: ChatMessage, kind: string, page: TextDirection): boolean {
  if (!texts.has(kind) || footerOf(message) !== '') return false
  const whole = wordsOf(message)
  const last = formatText(whole).at(-1)
  if (whole === '' || last?.kind !== 'plain') return false
  return (directionOfLine(last.text, whole) ?? page) === page
}

function footerOf({ template, body }: ChatMessage): string {
  return template?.footer ?? text(fields(fields(body.interactive).footer).text)
}
