import { type Fields, fields, list } from '#sandbox/graph/checks.ts'
import type { ChatMessage } from '#sandbox/graph/meta-model.ts'
import { showTemplate } from '#sandbox/graph/template-text.ts'

/** Something the shopper can tap that comes back as a message. */
export type Tap = { kind: 'button_reply' | 'list_reply' | 'button'; id: string; title: string; description?: string }

export type Link = { title: string; url: string }

export function tapsOf(message: ChatMessage): Tap[] {
  if (message.template !== undefined) return templateTaps(message)
  const { type, action } = fields(message.body.interactive)
  const parts = fields(action)
  if (type === 'button') return list(parts.buttons).map((button) => buttonTap(fields(button.reply)))
  if (type === 'list') return list(parts.sections).flatMap(({ rows }) => list(rows).map(rowTap))
  if (type !== 'carousel') return []
  const buttons = list(parts.cards).flatMap((card) => list(fields(card.action).buttons))
  return buttons.map((button) => buttonTap(fields(button.quick_reply)))
}

function buttonTap({ id, title }: Fields): Tap {
  return { kind: 'button_reply', id: String(id), title: String(title) }
}

function rowTap({ id, title, description }: Fields): Tap {
  const more = description === undefined ? {} : { description: String(description) }
  return { kind: 'list_reply', id: String(id), title: String(title), ...more }
}

function templateTaps(message: ChatMessage): Tap[] {
  if (message.template === undefined) return []
  const { buttons } = showTemplate(message.template, fields(message.body.template))
  return buttons.flatMap(({ payload, title }) =>
    payload === undefined ? [] : [{ kind: 'button', id: payload, title }],
  )
}

/** Links the shopper can open: URL buttons first, then addresses written in the text. */
export function linksOf(message: ChatMessage, text: string): Link[] {
  const buttons = message.template === undefined ? interactiveLinks(message) : templateLinks(message)
  const written = [...text.matchAll(/https?:\/\/[^\s\])]+/g)].map(([url]) => ({ title: url, url }))
  return [...buttons, ...written.filter(({ url }) => !buttons.some((button) => button.url === url))]
}

function interactiveLinks(message: ChatMessage): Link[] {
  const { type, action } = fields(message.body.interactive)
  if (type === 'cta_url') return [urlLink(fields(action))]
  if (type !== 'carousel') return []
  const actions = list(fields(action).cards).map((card) => fields(card.action))
  return actions.filter(({ name }) => name === 'cta_url').map(urlLink)
}

function urlLink({ parameters }: Fields): Link {
  const { display_text, url } = fields(parameters)
  return { title: String(display_text), url: String(url) }
}

function templateLinks(message: ChatMessage): Link[] {
  if (message.template === undefined) return []
  const { buttons } = showTemplate(message.template, fields(message.body.template))
  return buttons.flatMap(({ url, title }) => (url === undefined ? [] : [{ title, url }]))
}

export type Wish = { id?: string | undefined; title?: string | undefined; messageId?: string | undefined }

export type FoundTap = { message: ChatMessage; tap: Tap }

/** The newest message that holds the wished button or row: exact title or id first, then a title's beginning. */
export function findTap(messages: ChatMessage[], wish: Wish): FoundTap | undefined {
  const tests: ((tap: Tap) => boolean)[] = [
    (tap) => (wish.id === undefined ? tap.title === wish.title : tap.id === wish.id),
    (tap) => wish.title !== undefined && tap.title.startsWith(wish.title),
  ]
  for (const test of tests) {
    const found = newestWith(messages, wish, test)
    if (found !== undefined) return found
  }
  return undefined
}

function newestWith(messages: ChatMessage[], wish: Wish, test: (tap: Tap) => boolean): FoundTap | undefined {
  for (const message of messages.toReversed()) {
    if (message.direction !== 'out' || (wish.messageId !== undefined && message.wamid !== wish.messageId)) continue
    const tap = tapsOf(message).find(test)
    if (tap !== undefined) return { message, tap }
  }
  return undefined
}
