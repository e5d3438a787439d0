import { plainContent } from './check-content.ts'
import { interactiveContent } from './check-interactive.ts'
import { templateContent } from './check-template.ts'
import {
  type Check,
  type Fields,
  fields,
  invalid,
  isObject,
  missing,
  notAllowed,
  object,
  oneOf,
  opt,
  pattern,
  text,
} from './checks.ts'
import { GraphError } from './graph-error.ts'

const contents: Record<string, Check> = {
  ...plainContent,
  interactive: interactiveContent,
  template: templateContent,
}
const kinds = Object.keys(contents)

const bsuid = /^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$/
const phone = /^\+?[1-9]\d{5,14}$/

const skipped: Check = () => undefined

const envelope = object({
  messaging_product: oneOf('whatsapp'),
  recipient_type: opt(oneOf('individual', 'group')),
  to: opt(text(256)),
  recipient: opt(pattern(bsuid, 'a business-scoped user id')),
  type: opt(oneOf(...kinds)),
  context: opt(object({ message_id: text(512) })),
  biz_opaque_callback_data: opt(text(512)),
  recipient_identity_key_hash: opt(text(512)),
  ...Object.fromEntries(kinds.map((kind) => [kind, opt(skipped)])),
})

const readReceipt = object({
  messaging_product: oneOf('whatsapp'),
  status: oneOf('read'),
  message_id: text(512),
  typing_indicator: opt(object({ type: oneOf('text') })),
})

export type CheckedMessage =
  | { kind: 'read'; messageId: string; typing: boolean }
  | { kind: 'send'; type: string; body: Fields }

/** Judges a `POST /{phone}/messages` body as Meta documents it; throws the GraphError it would answer with. */
export function checkMessage(body: unknown): CheckedMessage {
  if (!isObject(body)) throw invalid('body', 'must be a JSON object')
  if (body.messaging_product === undefined) throw new GraphError(100, 'The parameter messaging_product is required')
  if (body.status !== undefined) {
    readReceipt(body, '')
    return { kind: 'read', messageId: String(body.message_id), typing: body.typing_indicator !== undefined }
  }
  envelope(body, '')
  checkRecipient(body)
  const type = typeof body.type === 'string' ? body.type : 'text'
  checkOneContent(body, type)
  return { kind: 'send', type, body }
}

function checkRecipient({ to, recipient, recipient_type }: Fields): void {
  if (to === undefined && recipient === undefined) throw new GraphError(100, 'The parameter to is required')
  if (to !== undefined && recipient_type !== 'group' && !phone.test(String(to))) {
    throw notAllowed("['to']", 'is not a phone number')
  }
}

function checkOneContent(body: Fields, type: string): void {
  for (const kind of kinds) {
    if (kind !== type && body[kind] !== undefined) throw notAllowed(`['${kind}']`, `does not go with type ${type}`)
  }
  if (body[type] === undefined) throw missing(`['${type}']`)
  if (type === 'reaction' && body.context !== undefined) throw notAllowed("['context']", 'does not go with a reaction')
  contents[type]?.(body[type], `['${type}']`)
  if (type === 'interactive') checkAddressCountry(body)
}

const dialingCodes: Record<string, string> = { IN: '91', SG: '65' }

function checkAddressCountry({ to, interactive }: Fields): void {
  const { type, action } = fields(interactive)
  if (type !== 'address_message' || to === undefined) return
  const prefix = dialingCodes[String(fields(fields(action).parameters).country)]
  if (prefix !== undefined && !String(to).replace('+', '').startsWith(prefix)) {
    throw new GraphError(131009, 'The recipient is not of the country of the address message')
  }
}
