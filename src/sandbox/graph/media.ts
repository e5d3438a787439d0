import type { SandboxState } from '#sandbox/state.ts'
import { requireNumber } from './access.ts'
import { fields } from './checks.ts'
import { GraphBytes, type GraphCall } from './graph-call.ts'
import { GraphError, unknownObject } from './graph-error.ts'
import { findMedia, keepMedia, requireUploadable } from './media-store.ts'
import type { Media } from './meta-model.ts'

const urlLifeMs = 300_000

/** `POST /{phone}/media`, multipart with messaging_product, type and file. */
export function uploadMedia(state: SandboxState, call: GraphCall): unknown {
  const number = requireNumber(state, call)
  const { file } = call
  if (fields(call.body).messaging_product !== 'whatsapp') {
    throw new GraphError(100, 'The parameter messaging_product is required')
  }
  if (file === undefined) throw new GraphError(131008, 'Param file is missing')
  requireUploadable(file.mimeType, file.bytes.length)
  const { phoneNumberId } = number
  return { id: keepMedia(state, { ...file, phoneNumberId, days: 30 }).id }
}

function requireMedia(state: SandboxState, call: GraphCall): Media {
  const media = findMedia(state, call.id)
  const wanted = call.query.phone_number_id
  const visible = media !== undefined && call.granted.some(({ phoneNumberId }) => phoneNumberId === media.phoneNumberId)
  if (!visible || (wanted !== undefined && wanted !== media.phoneNumberId)) throw unknownObject(call.id)
  return media
}

/** `GET /{media}`: where the bytes are for the next five minutes, not the bytes. */
export function describeMedia(state: SandboxState, call: GraphCall): unknown {
  const media = requireMedia(state, call)
  return {
    url: mediaUrl(state, media),
    mime_type: media.mimeType,
    sha256: media.sha256,
    file_size: media.bytes.length,
    id: media.id,
    messaging_product: 'whatsapp',
  }
}

export function mediaUrl(state: SandboxState, media: Media): string {
  return `${state.url}/media-bytes/${media.id}?ext=${state.clock.ms() + urlLifeMs}`
}

export function deleteMedia(state: SandboxState, call: GraphCall): unknown {
  state.meta.media.delete(requireMedia(state, call).id)
  return { success: true }
}

/** The second hop: bytes, with the bearer token again, for as long as the URL lives; ranges work. */
export function mediaBytes(state: SandboxState, call: GraphCall): unknown {
  const media = requireMedia(state, call)
  if (!(Number(call.query.ext) > state.clock.ms())) throw new GraphError(100, 'URL signature expired', { status: 404 })
  const headers = { 'content-type': media.mimeType, 'accept-ranges': 'bytes' }
  const range = /^bytes=(\d+)-(\d*)$/.exec(call.range ?? '')
  if (range === null) return new GraphBytes(media.bytes, 200, headers)
  const last = media.bytes.length - 1
  const start = Number(range[1])
  const end = Math.min(range[2] === '' ? last : Number(range[2]), last)
  if (start > last) return new GraphBytes(Buffer.alloc(0), 416, { 'content-range': `bytes */${media.bytes.length}` })
  const part = media.bytes.subarray(start, end + 1)
  return new GraphBytes(part, 206, { ...headers, 'content-range': `bytes ${start}-${end}/${media.bytes.length}` })
}
