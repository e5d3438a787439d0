import { fields, text } from '#phone/state/fields.ts'
import type { ChatMessage } from '#phone/state/types.ts'

const renamed: Record<string, string> = {
  button: 'buttons',
  location_request_message: 'location_request',
  catalog_message: 'catalog',
  button_reply: 'reply',
  list_reply: 'reply',
  nfm_reply: 'flow_reply',
}

/** The kind of a message: Meta's type, an interactive message's own type, or `template`. */
export function kindOf(message: ChatMessage): string {
  if (message.deleted) return 'deleted'
  if (message.template !== null || message.type === 'template') return 'template'
  if (message.type === 'button') return 'reply'
  if (message.type !== 'interactive') return message.type
  const type = text(fields(message.body.interactive).type)
  return renamed[type] ?? type
}

/** What a shopper does to another message stands there, not in the chat. */
const silent = new Set(['reaction', 'edit', 'revoke'])

export function isShown(message: ChatMessage): boolean {
  return !silent.has(message.type)
}
