import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { requireNumber, requireWaba } from './access.ts'
import { type Fields, fields, lengthOf } from './checks.ts'
import type { GraphCall } from './graph-call.ts'
import { GraphError } from './graph-error.ts'
import { catalogState, numberState, perSecond, wabaState } from './lookup.ts'
import { page, selectFields } from './paging.ts'

function viewNumber(state: SandboxState, number: WorldNumber): Fields {
  const status = number.status ?? 'CONNECTED'
  return {
    id: number.phoneNumberId,
    verified_name: number.verifiedName ?? 'Sandbox Shop',
    display_phone_number: number.displayPhoneNumber,
    code_verification_status: 'VERIFIED',
    quality_rating: 'GREEN',
    platform_type: 'CLOUD_API',
    throughput: { level: perSecond(state, number.phoneNumberId) > 80 ? 'HIGH' : 'STANDARD' },
    status,
    name_status: 'APPROVED',
    account_mode: 'LIVE',
    webhook_configuration: { application: state.world.config.webhookUrl ?? '' },
    whatsapp_business_manager_messaging_limit: 'TIER_UNLIMITED',
    health_status: healthOf(state, number, status),
  }
}

function healthOf(state: SandboxState, { phoneNumberId, wabaId }: WorldNumber, status: string): Fields {
  const connected = status === 'CONNECTED'
  const can = connected ? 'AVAILABLE' : 'BLOCKED'
  const errors = [
    { error_code: 141000, error_description: 'The phone number is not registered.', possible_solution: 'Register it.' },
  ]
  return {
    can_send_message: can,
    entities: [
      { entity_type: 'PHONE_NUMBER', id: phoneNumberId, can_send_message: can, ...(connected ? {} : { errors }) },
      { entity_type: 'WABA', id: wabaId, can_send_message: 'AVAILABLE' },
      { entity_type: 'APP', id: state.world.config.appId, can_send_message: 'AVAILABLE' },
    ],
  }
}

const shownByDefault =
  'verified_name,display_phone_number,code_verification_status,quality_rating,platform_type,throughput,webhook_configuration,id'

export function getNumber(state: SandboxState, call: GraphCall): unknown {
  const number = requireNumber(state, call)
  return selectFields(viewNumber(state, number), call.query.fields ?? shownByDefault)
}

export function listNumbers(state: SandboxState, call: GraphCall): unknown {
  const { wabaId } = requireWaba(state, call)
  const numbers = state.world.byWaba.get(wabaId) ?? []
  const rows = numbers.map((number) => selectFields(viewNumber(state, number), call.query.fields ?? shownByDefault))
  return page(state, call, { rows, path: `/v26.0/${wabaId}/phone_numbers` })
}

export function getWaba(state: SandboxState, call: GraphCall): unknown {
  const { wabaId, verifiedName, currency } = requireWaba(state, call)
  const waba = {
    id: wabaId,
    name: verifiedName ?? 'Sandbox Shop',
    currency,
    timezone_id: '1',
    message_template_namespace: `ns_${wabaId}`,
    health_status: { can_send_message: 'AVAILABLE', entities: [] },
  }
  return selectFields(waba, call.query.fields ?? 'id,name,timezone_id,message_template_namespace')
}

export function getCatalog(state: SandboxState, call: GraphCall): unknown {
  const { items } = catalogState(state, call.id)
  const catalog = { id: call.id, name: 'Sandbox catalog', vertical: 'commerce', product_count: items.size }
  return selectFields(catalog, call.query.fields ?? 'id,name')
}

export function getCommerce(state: SandboxState, call: GraphCall): unknown {
  const number = numberState(state, requireNumber(state, call).phoneNumberId)
  return { data: [{ id: call.id, is_cart_enabled: number.cartEnabled, is_catalog_visible: number.catalogVisible }] }
}

export function setCommerce(state: SandboxState, call: GraphCall): unknown {
  const number = numberState(state, requireNumber(state, call).phoneNumberId)
  const { is_cart_enabled, is_catalog_visible } = { ...call.query, ...fields(call.body) }
  if (is_cart_enabled !== undefined) number.cartEnabled = String(is_cart_enabled) === 'true'
  if (is_catalog_visible !== undefined) number.catalogVisible = String(is_catalog_visible) === 'true'
  return { success: true }
}

const profileLengths: Record<string, number> = { about: 139, address: 256, description: 512, email: 128 }

export function getProfile(state: SandboxState, call: GraphCall): unknown {
  const { profile } = numberState(state, requireNumber(state, call).phoneNumberId)
  return { data: [selectFields(profile, call.query.fields, ['messaging_product'])] }
}

export function setProfile(state: SandboxState, call: GraphCall): unknown {
  const number = numberState(state, requireNumber(state, call).phoneNumberId)
  const body = fields(call.body)
  if (body.messaging_product !== 'whatsapp') throw new GraphError(100, 'The parameter messaging_product is required')
  for (const [key, max] of Object.entries(profileLengths)) {
    const value = body[key]
    if (typeof value === 'string' && lengthOf(value) > max)
      throw new GraphError(100, `${key}: at most ${max} characters`)
  }
  if (Array.isArray(body.websites) && body.websites.length > 2) throw new GraphError(100, 'websites: at most 2')
  number.profile = { ...number.profile, ...body }
  return { success: true }
}

export function getSubscribed(state: SandboxState, call: GraphCall): unknown {
  const { wabaId } = requireWaba(state, call)
  const { appId } = state.world.config
  const app = { whatsapp_business_api_data: { id: appId, name: 'Sandbox app', link: 'https://app.test/' } }
  return { data: wabaState(state, wabaId).subscribed ? [app] : [] }
}

/** Without this once per WABA, the app hears nothing. */
export function setSubscribed(subscribed: boolean) {
  return (state: SandboxState, call: GraphCall): unknown => {
    wabaState(state, requireWaba(state, call).wabaId).subscribed = subscribed
    return { success: true }
  }
}

export function getLinkedCatalogs(state: SandboxState, call: GraphCall): unknown {
  const linked = wabaState(state, requireWaba(state, call).wabaId).linkedCatalogs
  return { data: [...linked].map((id) => ({ id, name: 'Sandbox catalog' })) }
}

/** One catalog per WABA. */
export function linkCatalog(state: SandboxState, call: GraphCall): unknown {
  const linked = wabaState(state, requireWaba(state, call).wabaId).linkedCatalogs
  const id = String({ ...call.query, ...fields(call.body) }.catalog_id ?? '')
  if (!state.world.byCatalog.has(id)) throw new GraphError(100, 'Param catalog_id must be a catalog of this business')
  if (linked.size > 0 && !linked.has(id)) throw new GraphError(100, 'Another catalog is connected to this account')
  linked.add(id)
  return { success: true }
}

export function unlinkCatalog(state: SandboxState, call: GraphCall): unknown {
  const linked = wabaState(state, requireWaba(state, call).wabaId).linkedCatalogs
  const id = String({ ...call.query, ...fields(call.body) }.catalog_id ?? '')
  if (!linked.delete(id)) throw new GraphError(100, 'Param catalog_id must be a connected catalog')
  return { success: true }
}

const scopes = [
  'whatsapp_business_messaging',
  'whatsapp_business_management',
  'catalog_management',
  'business_management',
]

/** `GET /debug_token?input_token=`: what a token may do, or that it is none. */
export function debugToken(state: SandboxState, call: GraphCall): unknown {
  const numbers = state.world.byToken.get(call.query.input_token ?? '')
  if (numbers === undefined) {
    return { data: { is_valid: false, scopes: [], error: { code: 190, message: 'Invalid OAuth access token.' } } }
  }
  const wabas = [...new Set(numbers.map(({ wabaId }) => wabaId))]
  return {
    data: {
      app_id: state.world.config.appId,
      type: 'SYSTEM_USER',
      application: 'Sandbox app',
      is_valid: true,
      issued_at: 1_700_000_000,
      expires_at: 0,
      data_access_expires_at: 0,
      scopes,
      granular_scopes: scopes.slice(0, 2).map((scope) => ({ scope, target_ids: wabas })),
      user_id: '100000000000001',
    },
  }
}

const statusOf: Record<string, string> = { sent: 'SENT', delivered: 'DELIVERED', read: 'READ', failed: 'FAILED' }

/** `GET /{phone}/message_history`: newest first; knows wamids and events, not the sender's opaque data. */
export function messageHistory(state: SandboxState, call: GraphCall): unknown {
  const { phoneNumberId } = requireNumber(state, call)
  const all = [...numberState(state, phoneNumberId).history.values()].reverse()
  const wanted = call.query.message_id
  const records = wanted === undefined ? all : all.filter(({ wamid }) => wamid === wanted)
  const rows = records.map(({ id, wamid, message }) => ({
    id,
    message_id: wamid,
    events: { data: message.statuses.map((line, index) => viewEvent(state, `${id}${index}`, line)) },
  }))
  const selected = rows.map((row) => selectFields(row, call.query.fields ?? 'id,message_id'))
  return page(state, call, { rows: selected, path: `/v26.0/${phoneNumberId}/message_history` })
}

function viewEvent(state: SandboxState, id: string, { status, at }: { status: string; at: string }): Fields {
  return {
    id,
    delivery_status: statusOf[status] ?? status.toUpperCase(),
    timestamp: Math.floor(Date.parse(at) / 1000),
    webhook_update_state: 'DELIVERED',
    application: { id: state.world.config.appId },
    webhook_uri: state.world.config.webhookUrl ?? '',
  }
}
