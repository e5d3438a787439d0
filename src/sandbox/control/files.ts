import { z } from 'zod'
import type { Crawled } from '#sandbox/crawler.ts'
import { fields, list } from '#sandbox/graph/checks.ts'
import { findMedia } from '#sandbox/graph/media-store.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'
import { type Attachment, attachmentOf, cardAttachmentOf } from './message-media.ts'
import { Served } from './served.ts'

/** `GET …/images/{retailerId}`: the item's first picture, as Meta would have fetched it. */
export async function readItemImage(state: SandboxState, call: ControlCall): Promise<Served> {
  const { id, retailerId } = call.params
  const data = fields(state.meta.catalogs.get(id ?? '')?.items.get(retailerId ?? '')?.data)
  const url = list(data.image)[0]?.url ?? data.image_link
  const found = url === undefined ? undefined : await state.crawler.fetch(String(url))
  if (found === undefined) throw new ControlError(404, `No picture of ${retailerId}`)
  return serveFile(found, 60)
}

const MediaQuery = z.strictObject({ card: z.coerce.number().int().min(0).optional() })

/** `GET …/media`: the file of a message or of one card of a carousel. */
export async function readMessageMedia(state: SandboxState, call: ControlCall): Promise<Served> {
  const { card } = readControl(MediaQuery, call.query)
  const message = state.meta.messages.get(call.params.wamid ?? '')?.message
  const attachment = message && (card === undefined ? attachmentOf(message) : cardAttachmentOf(message, card))
  const found = attachment && !message.deleted ? await bytesOf(state, attachment) : undefined
  if (found === undefined) throw new ControlError(404, 'No file of this message')
  return serveFile(found, 86_400)
}

async function bytesOf(state: SandboxState, { reference }: Attachment): Promise<Crawled | undefined> {
  const { id, link } = reference
  return id === undefined ? state.crawler.fetch(String(link)) : findMedia(state, String(id))
}

/** What a browser may show; anything else is only kept as a file. */
const showable = /^(?:image\/(?:png|jpeg|webp|gif|avif)|(?:audio|video)\/[\w.+-]+|application\/pdf|text\/plain)\b/

function serveFile({ bytes, mimeType }: Crawled, seconds: number): Served {
  const type = showable.test(mimeType) ? mimeType : 'application/octet-stream'
  return new Served((_, reply) =>
    reply
      .headers({
        'content-type': type,
        'cache-control': `private, max-age=${seconds}`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'",
      })
      .send(bytes),
  )
}
