import type { Fields } from '#sandbox/graph/checks.ts'
import { visibleWaId, wabaState } from '#sandbox/graph/lookup.ts'
import type { Shopper } from '#sandbox/graph/meta-model.ts'
import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import type { Delivery } from './sender.ts'
import { metaJson, metaSignature } from './signatures.ts'

type Posted = { api: string; lane: string; body: unknown; wamid?: string; attempted?: (status: number) => void }

/** Signs a whole webhook body with the app secret and sends it to the app's callback. */
export function postMeta(state: SandboxState, { api, lane, body, wamid, attempted }: Posted): Promise<void> {
  const bytes = Buffer.from(metaJson(body), 'ascii')
  const delivery: Delivery = {
    api,
    lane,
    bytes,
    target: () => state.world.config.webhookUrl,
    headers: (spoiled) => ({
      'user-agent': 'facebookexternalua',
      'x-hub-signature-256': metaSignature(bytes, spoiled ? 'not the app secret' : state.world.config.appSecret),
    }),
    ...(wamid === undefined ? {} : { wamid }),
    ...(attempted === undefined ? {} : { attempted }),
  }
  return state.hooks.send(delivery)
}

function envelope(wabaId: string, change: { field: string; value: unknown }, time?: number) {
  const entry = { id: wabaId, ...(time === undefined ? {} : { time }), changes: [change] }
  return { object: 'whatsapp_business_account', entry: [entry] }
}

export function metadataOf(number: WorldNumber) {
  return {
    display_phone_number: number.displayPhoneNumber.replace(/\D/g, ''),
    phone_number_id: number.phoneNumberId,
  }
}

type ValueEvent = {
  number: WorldNumber
  value: Fields
  api: string
  lane: string
  wamid?: string
  attempted?: (status: number) => void
}

/** A `messages` change: shoppers' messages, statuses or errors. Nothing leaves for an app that isn't subscribed. */
export async function emitValue(state: SandboxState, { number, value, ...posted }: ValueEvent): Promise<void> {
  if (!wabaState(state, number.wabaId).subscribed) return
  const whole = { messaging_product: 'whatsapp', metadata: metadataOf(number), ...value }
  await postMeta(state, { ...posted, body: envelope(number.wabaId, { field: 'messages', value: whole }) })
}

/** A change of another field, such as `message_template_status_update`; these carry a time. */
export async function emitField(
  state: SandboxState,
  wabaId: string,
  change: { field: string; value: unknown },
): Promise<void> {
  if (!wabaState(state, wabaId).subscribed) return
  const body = envelope(wabaId, change, state.clock.seconds())
  await postMeta(state, { api: `webhooks.${fieldKind(change.field)}`, lane: `${wabaId} ${change.field}`, body })
}

function fieldKind(field: string): string {
  return field.startsWith('message_template') || field === 'template_category_update' ? 'templates' : 'account'
}

/** The contact part of an inbound message; a hidden number leaves only the business-scoped id. */
export function contactOf(shopper: Shopper) {
  const waId = visibleWaId(shopper)
  const username = shopper.username === undefined ? {} : { username: shopper.username }
  return {
    profile: { name: shopper.name, ...username },
    ...(waId === null ? {} : { wa_id: waId }),
    user_id: shopper.bsuid,
  }
}

/** The catalog object's own notice that a batch has been persisted. */
export async function emitBatchFinished(state: SandboxState, catalogId: string, handle: string): Promise<void> {
  if (state.world.config.catalogWebhooks !== true) return
  const value = { catalog_id: catalogId, handle, status: 'Finished' }
  const entry = { id: catalogId, time: state.clock.seconds(), changes: [{ field: 'items_batch', value }] }
  await postMeta(state, { api: 'webhooks.catalog', lane: catalogId, body: { object: 'catalog', entry: [entry] } })
}
