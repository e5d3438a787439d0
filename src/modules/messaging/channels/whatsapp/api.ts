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

/** Marks what the shopper wrote as read, up to this message: the ticks on their phone turn blue. */
export function markRead(
  graph: GraphClient,
  { phoneNumberId, token }: NumberAccess,
  wamid: string,
): Promise<GraphResult<{ success: boolean }>> {
  const json = { messaging_product: 'whatsapp', status: 'read', message_id: wamid }
  return typed(graph.call({ method: 'POST', path: `/${phoneNumberId}/messages`, token, json }), Done)
}
