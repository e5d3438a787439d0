import { createHmac } from 'node:crypto'
import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import type { GraphCall } from './graph-call.ts'
import { GraphError, unknownObject } from './graph-error.ts'

/** Numbers a bearer token may act for; 190 when Meta never issued it. */
export function grantedBy(state: SandboxState, authorization: string | undefined): WorldNumber[] {
  const [scheme, token] = (authorization ?? '').split(' ')
  const granted = state.world.byToken.get(token ?? '')
  if (!/^(bearer|oauth)$/i.test(scheme ?? '') || granted === undefined) {
    throw new GraphError(190, 'The access token is missing, malformed, expired or revoked')
  }
  return granted
}

/** `appsecret_proof`, when given, must be the token's HMAC under the app secret. */
export function requireProof(state: SandboxState, authorization: string | undefined, proof: string | undefined): void {
  if (proof === undefined) return
  const token = (authorization ?? '').split(' ')[1] ?? ''
  const expected = createHmac('sha256', state.world.config.appSecret).update(token).digest('hex')
  if (proof !== expected) throw new GraphError(100, 'Invalid appsecret_proof provided in the API argument')
}

export function requireNumber(state: SandboxState, call: GraphCall): WorldNumber {
  const number = state.world.byPhone.get(call.id)
  if (number === undefined || !call.granted.includes(number)) throw unknownObject(call.id)
  return number
}

export function requireWaba(state: SandboxState, call: GraphCall): WorldNumber {
  const number = state.world.byWaba.get(call.id)?.find((each) => call.granted.includes(each))
  if (number === undefined) throw unknownObject(call.id)
  return number
}

export function requireCatalogId(state: SandboxState, call: GraphCall): WorldNumber {
  const number = state.world.byCatalog.get(call.id)?.find((each) => call.granted.includes(each))
  if (number === undefined) throw unknownObject(call.id)
  return number
}
