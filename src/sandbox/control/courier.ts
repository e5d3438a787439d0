import { request } from 'undici'
import type { SandboxState } from '#sandbox/state.ts'
import { parseJson } from '#sandbox/transport.ts'
import { type ControlCall, ControlError } from './control-call.ts'

/** Plays the courier: forwards to the shop's own API with the world's key, and tells what it answered. */
export async function forwardToShop(state: SandboxState, call: ControlCall): Promise<unknown> {
  const { shopApi } = state.world.config
  if (shopApi === undefined) throw new ControlError(409, 'The world has no shopApi')
  const { id } = call.params
  const path = id === undefined ? '/v1/shipments' : `/v1/shipments/${encodeURIComponent(id)}/events`
  const answer = await request(new URL(path, shopApi.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${shopApi.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': `courier-${state.random.alphanumeric(24)}`,
    },
    body: JSON.stringify(call.body ?? {}),
    headersTimeout: 15_000,
    bodyTimeout: 15_000,
  })
  const text = await answer.body.text()
  return { status: answer.statusCode, body: (parseJson(text) ?? { value: text }).value }
}
