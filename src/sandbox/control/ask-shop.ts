import { z } from 'zod'
import type { SandboxState } from '#sandbox/state.ts'
import { parseJson } from '#sandbox/transport.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'
import { askOutside } from './outside.ts'

const ShopCall = z.strictObject({
  phoneNumberId: z.string().optional(),
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  path: z.string().regex(/^\/v1\/[^\\]*$/, 'must begin with /v1/'),
  body: z.unknown().optional(),
  /** The version that a change must still find. */
  ifMatch: z.string().optional(),
})

/** `POST /control/shop`: one call of the shop's own API, with the key that the world has for this number. */
export function callShop(state: SandboxState, call: ControlCall): Promise<unknown> {
  const { phoneNumberId, ...asked } = readControl(ShopCall, call.body)
  return askShop(state, phoneNumberId, asked)
}

/** Plays the courier: one of the two calls that a courier's software makes. */
export function forwardToShop(state: SandboxState, call: ControlCall): Promise<unknown> {
  const { id } = call.params
  const path = id === undefined ? '/v1/shipments' : `/v1/shipments/${encodeURIComponent(id)}/events`
  return askShop(state, undefined, { method: 'POST', path, body: call.body ?? {} })
}

type Asked = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: string
  body?: unknown
  ifMatch?: string | undefined
}

async function askShop(state: SandboxState, phoneNumberId: string | undefined, asked: Asked): Promise<unknown> {
  const { url, apiKey } = requireShopApi(state, phoneNumberId)
  const { method, path, body, ifMatch } = asked
  const target = new URL(path, url)
  if (!target.pathname.startsWith('/v1/')) throw new ControlError(400, 'Only the API below /v1/ can be called')
  const { status, headers, text } = await askOutside(target, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'idempotency-key': `courier-${state.random.alphanumeric(24)}` }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return {
    status,
    body: (parseJson(text) ?? { value: text }).value,
    ...(headers.etag === undefined ? {} : { etag: headers.etag }),
  }
}

function requireShopApi(state: SandboxState, phoneNumberId: string | undefined) {
  const { shopApi, shopApis } = state.world.config
  const found = phoneNumberId === undefined ? shopApi : (shopApis[phoneNumberId] ?? onlyShopApi(state))
  if (found === undefined) throw new ControlError(409, 'The world has no shopApi', { numbers: Object.keys(shopApis) })
  return found
}

/** One key is enough where there is one number. */
function onlyShopApi({ world }: SandboxState) {
  return world.config.numbers.length === 1 ? world.config.shopApi : undefined
}
