import { FormData } from 'undici'
import { z } from 'zod'
import type { GraphClient } from '#platform/graph/client.ts'
import type { GraphOutcome } from '#platform/graph/outcome.ts'
import { type GraphResult, typed } from '#platform/graph/result.ts'
import type { WhatsAppBody } from './body.ts'

export type NumberAccess = { phoneNumberId: string; token: string }

/** Hands a message over; `ok` means accepted for processing, not delivered. */
export function sendMessage(
  graph: GraphClient,
  { phoneNumberId, token }: NumberAccess,
  body: WhatsAppBody,
): Promise<GraphOutcome> {
  return graph.call({ method: 'POST', path: `/${phoneNumberId}/messages`, token, json: body })
}

const Done = z.looseObject({ success: z.boolean().catch(true) })

/** Marks what the shopper wrote as read, up to this message, and shows that we are typing: 25 s or until we answer. */
export function markRead(
  graph: GraphClient,
  { phoneNumberId, token }: NumberAccess,
  wamid: string,
): Promise<GraphResult<{ success: boolean }>> {
  const json = {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: wamid,
    typing_indicator: { type: 'text' },
  }
  return typed(graph.call({ method: 'POST', path: `/${phoneNumberId}/messages`, token, json }), Done)
}

const Uploaded = z.looseObject({ id: z.string() })

export type MediaFile = { bytes: Uint8Array; contentType: string; name: string }

/** Gives Meta a file to send by id; it keeps it for 30 days. */
export function uploadMedia(
  graph: GraphClient,
  { phoneNumberId, token }: NumberAccess,
  { bytes, contentType, name }: MediaFile,
): Promise<GraphResult<{ id: string }>> {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('type', contentType)
  form.set('file', new Blob([new Uint8Array(bytes)], { type: contentType }), name)
  return typed(graph.call({ method: 'POST', path: `/${phoneNumberId}/media`, token, form }), Uploaded)
}
