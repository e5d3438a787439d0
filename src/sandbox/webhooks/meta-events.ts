import type { Fields } from '#sandbox/graph/checks.ts'
import { visibleWaId, wabaState } from '#sandbox/graph/lookup.ts'
import type { Shopper } from '#sandbox/graph/meta-model.ts'
import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { type MetaEntry, type MetaPost, mergePosts } from './meta-post.ts'
import type { Delivery } from './sender.ts'
import { metaJson, metaSignature } from './signatures.ts'

type Posted = { api: string; lane: string; wamid?: string; attempted?: (status: number) => void }
type Sent = Posted & { object: string; entry: MetaEntry }

/** Sends one entry to the app's callback, alone or together with others of the same moment. */
function postEntry(state: SandboxState, sent: Sent): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const post = { ...sent, done: resolve }
  const { webhookBatchMs } = state.timing
  if (webhookBatchMs === 0) void sendPosts(state, [post])
  else {
    if (state.batch.length === 0) state.timers.after(webhookBatchMs, () => void sendPosts(state, state.batch.splice(0)))
    state.batch.push(post)
  }
  return promise
}

async function sendPosts(state: SandboxState, posts: MetaPost[]): Promise<void> {
  await Promise.all(
    mergePosts(posts).map(async ({ object, entries, posts }) => {
      const [first] = posts
      if (first === undefined) return
      await postMeta(state, {
        api: first.api,
        lane: state.timing.webhookBatchMs > 0 ? 'together' : first.lane,
        body: { object, entry: entries },
        wamids: posts.flatMap(({ wamid }) => wamid ?? []),
        attempted: (status) => {
          for (const { attempted } of posts) attempted?.(status)
        },
      })
      for (const { done } of posts) done()
    }),
  )
}

type WholeBody = { api: string; lane: string; body: unknown; wamids?: string[]; attempted?: (status: number) => void }

/** Signs a whole webhook body with the app secret and sends it to the app's callback. */
export function postMeta(state: SandboxState, { api, lane, body, wamids = [], attempted }: WholeBody): Promise<void> {
  const bytes = Buffer.from(metaJson(body), 'ascii')
  const delivery: Delivery = {
    api,
    lane,
    bytes,
    wamids,
    target: () => state.world.config.webhookUrl,
    headers: (spoiled) => ({
      'user-agent': 'facebookexternalua',
      'x-hub-signature-256': metaSignature(bytes, spoiled ? 'not the app secret' : state.world.config.appSecret),
    }),
    ...(attempted === undefined ? {} : { attempted }),
  }
  return state.hooks.send(delivery)
}

const account = 'whatsapp_business_account'

export function metadataOf(number: WorldNumber) {
  return {
    display_phone_number: number.displayPhoneNumber.replace(/\D/g, ''),
    phone_number_id: number.phoneNumberId,
  }
}

type ValueEvent = Posted & { number: WorldNumber; value: Fields }

/** A `messages` change: shoppers' messages, statuses or errors. Nothing leaves for an app that isn't subscribed. */
export async function emitValue(state: SandboxState, { number, value, ...posted }: ValueEvent): Promise<void> {
  if (!wabaState(state, number.wabaId).subscribed) return
  const whole = { messaging_product: 'whatsapp', metadata: metadataOf(number), ...value }
  const entry = { id: number.wabaId, changes: [{ field: 'messages', value: whole }] }
  await postEntry(state, { ...posted, object: account, entry })
}

/** A change of another field, such as `message_template_status_update`; these carry a time. */
export async function emitField(
  state: SandboxState,
  wabaId: string,
  change: { field: string; value: unknown },
): Promise<void> {
  if (!wabaState(state, wabaId).subscribed) return
  const entry = { id: wabaId, time: state.clock.seconds(), changes: [change] }
  const api = `webhooks.${fieldKind(change.field)}`
  await postEntry(state, { api, lane: `${wabaId} ${change.field}`, object: account, entry })
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
  await postEntry(state, { api: 'webhooks.catalog', lane: catalogId, object: 'catalog', entry })
}
