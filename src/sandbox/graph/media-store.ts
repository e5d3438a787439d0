import { createHash } from 'node:crypto'
import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { type Fields, fields } from './checks.ts'
import { GraphError } from './graph-error.ts'
import { newNumericId } from './ids.ts'
import type { Media } from './meta-model.ts'

const dayMs = 86_400_000
const mega = 1024 * 1024

type Kind = { mimes: RegExp; max: number }

/** What each message type may carry, by MIME type and size in bytes. */
const kinds: Record<string, Kind> = {
  image: { mimes: /^image\/(jpeg|png)$/, max: 5 * mega },
  video: { mimes: /^video\/(mp4|3gpp?)$/, max: 16 * mega },
  audio: { mimes: /^audio\/(aac|amr|mpeg|mp4|ogg)/, max: 16 * mega },
  document: { mimes: /^(application\/|text\/plain)/, max: 100 * mega },
  sticker: { mimes: /^image\/webp$/, max: 500 * 1024 },
}

type Kept = { phoneNumberId: string; bytes: Buffer; mimeType: string; filename?: string | undefined; days: number }

/** Keeps bytes for so many days of sandbox time: 30 for uploads, 7 for what shoppers send. */
export function keepMedia(state: SandboxState, { phoneNumberId, bytes, mimeType, filename, days }: Kept): Media {
  const media: Media = {
    id: newNumericId(state),
    phoneNumberId,
    bytes,
    mimeType,
    filename,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    expiresMs: state.clock.ms() + days * dayMs,
  }
  state.meta.media.set(media.id, media)
  return media
}

export function findMedia(state: SandboxState, id: string): Media | undefined {
  const media = state.meta.media.get(id)
  return media !== undefined && media.expiresMs > state.clock.ms() ? media : undefined
}

/** Refuses a file no message type could carry. */
export function requireUploadable(mimeType: string, size: number): void {
  const fits = Object.values(kinds).filter(({ mimes }) => mimes.test(mimeType))
  if (fits.length === 0)
    throw new GraphError(100, `Param file must be a file with one of the supported types, not ${mimeType}`)
  if (!fits.some(({ max }) => size <= max))
    throw new GraphError(131053, `The file of ${size} bytes is too large for ${mimeType}`)
}

type Carried = { type: string; content: Fields }

/** Media sent by id must have been uploaded for this number and suit the type it is sent as. */
export function requireSentMedia(state: SandboxState, number: WorldNumber, { type, content }: Carried): void {
  const header = fields(content.header)
  const kind = type === 'interactive' ? String(header.type) : type
  const reference = type === 'interactive' ? fields(header[kind]) : content
  const rule = kinds[kind]
  if (rule === undefined || reference.id === undefined) return
  const media = findMedia(state, String(reference.id))
  if (media === undefined || media.phoneNumberId !== number.phoneNumberId) {
    throw new GraphError(131009, `Param ${kind}['id'] is not a media id of this phone number`)
  }
  if (!rule.mimes.test(media.mimeType) || media.bytes.length > rule.max) {
    throw new GraphError(131053, `Media ${media.id} is ${media.mimeType} and cannot be sent as ${kind}`)
  }
}
