import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { conversationHandler } from '#modules/conversation/index.ts'
import type { Content } from '#modules/messaging/index.ts'
import { Inbox } from '#platform/inbox.ts'
import { mailboxDrain } from '#platform/mailbox.ts'
import { SHARD_COUNT } from '#platform/shards.ts'
import type { WorkTools } from '#platform/work.ts'
import { foldText } from '#shared/text.ts'
import { type BenchShop, openBenchShop } from '#test/modules/orders/bench-shop.ts'

type Teardown = Parameters<typeof openBenchShop>[0]

export const publicUrl = 'https://shop.test'

export type Said = {
  content: Content
  purpose: string
  language: string
  causeKind: string
  causeId: string
  slot: number
}

export type ChatShop = Awaited<ReturnType<typeof openChatShop>>

type Goods = {
  en: string
  ar: string
  option?: { en: string; ar: string }
  price: number
  onHand?: number
  sku: string
}

/** A shop with a chat: what shoppers send goes in as Meta would send it, what the shop says is read where it is queued. */
export async function openChatShop(t: Teardown, options: { poolSize?: number } = {}) {
  const shop = await openBenchShop(t, options)
  const key = randomBytes(32)
  const secrets = { get: async () => key.toString('base64url') }
  const tools: WorkTools = {
    database: shop.database,
    environment: shop.environment,
    log: pino({ level: 'silent' }),
  }
  const drain = mailboxDrain(conversationHandler({ secrets, publicUrl }))
  const inbox = new Inbox(shop.database, () => undefined)
  const [{ number } = { number: '' }] = await shop.query<{ number: string }>(
    'select phone_number_id as number from stores',
  )
  return { ...shop, key, tools, drain, inbox, number, publicUrl, ...shelves(shop) }
}

function shelves({ work, storeId, locationId, query }: BenchShop) {
  return {
    /** One product with one variant; answers with the variant's id. */
    async stock({ en, ar, option, price, onHand = 10, sku }: Goods): Promise<string> {
      return work(async ({ tx, newId }) => {
        const [productId, variantId] = [newId(), newId()]
        await tx.run(
          `insert into products (id, store_id, handle, title, status, search_text) values ($1, $2, $3, $4, 'active', $5)`,
          [productId, storeId, sku.toLowerCase(), JSON.stringify({ en, ar }), foldText(`${en} ${ar} ${sku}`)],
        )
        await tx.run(
          `insert into variants (id, store_id, product_id, sku, retailer_id, title, price) values ($1, $2, $3, $4, $4, $5, $6)`,
          [variantId, storeId, productId, sku, JSON.stringify(option ?? {}), price],
        )
        await tx.run(`insert into stock (variant_id, location_id, store_id, on_hand) values ($1, $2, $3, $4)`, [
          variantId,
          locationId,
          storeId,
          onHand,
        ])
        return variantId
      })
    },
    async collect(en: string, ar: string, variantIds: readonly string[]): Promise<string> {
      return work(async ({ tx, newId }) => {
        const collectionId = newId()
        await tx.run(`insert into collections (id, store_id, handle, title) values ($1, $2, $3, $4)`, [
          collectionId,
          storeId,
          `c-${collectionId}`,
          JSON.stringify({ en, ar }),
        ])
        await tx.run(
          `insert into collection_products (collection_id, product_id, store_id, position)
           select $1, v.product_id, $2, i.place from unnest($3::uuid[]) with ordinality as i (id, place)
           join variants v on v.id = i.id`,
          [collectionId, storeId, variantIds],
        )
        return collectionId
      })
    },
    /** Meta has taken every variant of the store. */
    async linkCatalog(): Promise<void> {
      await query(`update stores set catalog_id = '900' where id = $1`, [storeId])
      await query(
        `insert into catalog_items (variant_id, store_id, acked_digest, review_status)
         select id, store_id, '\\x01', 'approved' from variants on conflict do nothing`,
      )
    },
  }
}

/** One person's phone. */
export function phoneOf(shop: ChatShop, who: { waId?: string; bsuid?: string; name?: string }) {
  const { waId, bsuid, name = 'Sara' } = who
  let count = 0
  let heard = 0
  const contact = { profile: { name }, ...(waId && { wa_id: waId }), ...(bsuid && { user_id: bsuid }) }
  const post = async (message: Record<string, unknown>) => {
    count += 1
    const id = `wamid.${waId}.${bsuid}.${count}`
    const from = { ...(waId && { from: waId }), ...(bsuid && { from_user_id: bsuid }) }
    await shop.inbox.store({
      source: 'whatsapp',
      body: Buffer.from(id + JSON.stringify(message)),
      arrivals: [
        {
          storeId: shop.storeId,
          kind: 'message',
          dedupeKey: `${shop.number}|${id}`,
          mailboxKey: `${shop.number}|${bsuid ?? waId}`,
          json: JSON.stringify({ number: shop.number, contact, message: { id, ...from, ...message } }),
          happenedAt: shop.clock.now,
        },
      ],
    })
  }
  const shopperId = async () => {
    const [row] = await shop.query<{ id: string }>(
      `select shopper_id as id from shopper_aliases where (kind = 'wa_id' and value = $1) or (kind = 'bsuid' and value = $2)`,
      [waId ?? '', bsuid ?? ''],
    )
    return row?.id ?? ''
  }
  const listen = async (): Promise<Said[]> => {
    const rows = await shop.query<Said & { seq: number }>(
      `select seq, content, purpose, language, cause_kind as "causeKind", cause_id as "causeId", slot
       from messages where shopper_id = $1 and seq > $2 order by seq`,
      [await shopperId(), heard],
    )
    heard = rows.at(-1)?.seq ?? heard
    return rows
  }
  /** Sends, lets the shop work, and answers with the one message it said. */
  const send = async (message: Record<string, unknown>): Promise<Content> => {
    await post(message)
    await work(shop)
    const said = await listen()
    if (said.length !== 1) throw new Error(`the shop said ${said.length} things: ${JSON.stringify(said)}`)
    return said[0]?.content as Content
  }
  return {
    post,
    send,
    listen,
    shopperId,
    says: (text: string) => send({ type: 'text', text: { body: text } }),
    taps: (content: Content, title: string) => send(tapOn(content, title)),
    tapOf: tapOn,
    sharesPin: (place: { latitude: number; longitude: number; name?: string }) =>
      send({ type: 'location', location: place }),
    sendsCart: (items: readonly { sku: string; quantity: unknown; price?: unknown; currency?: string }[], text = '') =>
      send({
        type: 'order',
        order: {
          catalog_id: '900',
          text,
          product_items: items.map(({ sku, quantity, price = 0, currency = 'SAR' }) => ({
            product_retailer_id: sku,
            quantity,
            item_price: price,
            currency,
          })),
        },
      }),
  }
}

/** Lets one worker do everything there is to do. */
export async function work({ drain, tools }: Pick<ChatShop, 'drain' | 'tools'>): Promise<void> {
  for (let shard = 0; shard < SHARD_COUNT; shard += 1) {
    while (await drain.run(shard, tools)) {
      // until the shard is empty
    }
  }
}

export function choicesOf(content: Content): { id: string; title: string }[] {
  if (content.kind === 'buttons') return content.buttons
  if (content.kind === 'list') return content.sections.flatMap((section) => section.rows)
  if (content.kind === 'products' || content.kind === 'product')
    return content.fallback ? choicesOf(content.fallback) : []
  return []
}

function tapOn(content: Content, title: string): Record<string, unknown> {
  const found = choicesOf(content).find((choice) => choice.title === title)
  if (found === undefined) {
    throw new Error(`no "${title}" among ${choicesOf(content).map((choice) => choice.title)}: ${textOf(content)}`)
  }
  const type = content.kind === 'buttons' ? 'button_reply' : 'list_reply'
  return { type: 'interactive', interactive: { type, [type]: { id: found.id, title } } }
}

export function textOf(content: Content): string {
  if (content.kind === 'notice') return `${content.notice} ${JSON.stringify(content.facts)}`
  return content.text ?? ''
}
