import { type Fields, fields, list } from '#sandbox/graph/checks.ts'
import { findMedia } from '#sandbox/graph/media-store.ts'
import type { ChatMessage } from '#sandbox/graph/meta-model.ts'
import { componentOf } from '#sandbox/graph/template-text.ts'
import type { SandboxState } from '#sandbox/state.ts'

const carried = new Set(['image', 'video', 'audio', 'document', 'sticker'])

export type Attachment = { kind: string; reference: Fields }

/** The file of a message: its content, or the header of an interactive message or template. */
export function attachmentOf({ type, body }: ChatMessage): Attachment | undefined {
  if (carried.has(type)) return { kind: type, reference: fields(body[type]) }
  const header = type === 'template' ? templateHeader(fields(body.template)) : fields(fields(body.interactive).header)
  const kind = String(header.type)
  return carried.has(kind) ? { kind, reference: fields(header[kind]) } : undefined
}

function templateHeader({ components }: Fields): Fields {
  return list(componentOf(list(components), 'HEADER')?.parameters)[0] ?? {}
}

/** The picture of one card of a carousel. */
export function cardAttachmentOf({ body }: ChatMessage, index: number): Attachment | undefined {
  const cards = list(fields(fields(body.interactive).action).cards)
  const header = fields(cards.find(({ card_index }) => card_index === index)?.header)
  const kind = String(header.type)
  return carried.has(kind) ? { kind, reference: fields(header[kind]) } : undefined
}

export type MediaView = { url: string; mimeType: string; filename?: string }

/** Where the sandbox serves the file; cards of a carousel add `?card=` and their index. */
export function viewMedia(state: SandboxState, message: ChatMessage): MediaView | null {
  const attachment = message.deleted ? undefined : attachmentOf(message)
  if (attachment === undefined) return null
  const { filename } = attachment.reference
  return {
    url: `/control/messages/${encodeURIComponent(message.wamid)}/media`,
    mimeType: mimeTypeOf(state, attachment),
    ...(filename === undefined ? {} : { filename: String(filename) }),
  }
}

function mimeTypeOf(state: SandboxState, { kind, reference }: Attachment): string {
  const { mime_type, id, link, filename } = reference
  if (typeof mime_type === 'string') return mime_type
  const media = id === undefined ? undefined : findMedia(state, String(id))
  return media?.mimeType ?? guessed(kind, String(filename ?? link ?? ''))
}

const byKind: Record<string, string> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/ogg',
  document: 'application/octet-stream',
  sticker: 'image/webp',
}

const byExtension: Record<string, string> = {
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
}

function guessed(kind: string, name: string): string {
  const extension = /\.([a-z0-9]{1,5})(?:[?#]|$)/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return byExtension[extension] ?? byKind[kind] ?? 'application/octet-stream'
}
