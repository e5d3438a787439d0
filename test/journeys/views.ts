import type { CartItem, SeenMessage } from '#app/demo/phone.ts'
import type { Shop } from '#test/support/shop.ts'

/** A cart in WhatsApp's own catalog, by sku: the retailer id of a variant is its sku. */
export const cartOf = (quantities: Readonly<Record<string, number>>): CartItem[] =>
  Object.entries(quantities).map(([retailerId, quantity]) => ({ retailerId, quantity }))

export const titlesOf = ({ taps, links }: SeenMessage): string[] => [
  ...taps.map(({ title }) => title),
  ...links.map(({ title }) => title),
]

/** The text without the marks that keep numbers in place; they say nothing and only stand in the way of a test. */
export const plain = ({ text }: Pick<SeenMessage, 'text'>): string => text.replace(/[\u2066-\u2069]/g, '')

/** Who spoke when: "in out in out out". */
export const rhythmOf = (chat: readonly SeenMessage[]): string => chat.map(({ direction }) => direction).join(' ')

export function payLinkIn({ links, text }: SeenMessage): string {
  const link = links.find(({ url }) => url.includes('/p/'))
  if (link === undefined) throw new Error(`there is no payment link in: ${text}`)
  return link.url
}

/** The orders of this person, oldest first, as the shop's own tables have them. */
export function ordersOf(shop: Shop, name: string) {
  return shop.query<{
    id: string
    number: number
    status: string
    method: string
    payment: string
    fulfillment: string
    total: number
    language: string
  }>(
    `select o.id, number, status, payment_method as method, payment_status as payment,
      fulfillment_status as fulfillment, total, o.language
    from orders o join shoppers s on s.id = o.shopper_id where s.name = $1 order by number`,
    [name],
  )
}

/** What is set aside for this person's orders: "DT-AJWA-500 2 held". */
export async function holdsOf(shop: Shop, name: string): Promise<string[]> {
  const rows = await shop.query<{ hold: string }>(
    `select v.sku || ' ' || h.quantity || ' ' || h.state as hold
    from holds h join variants v on v.id = h.variant_id join orders o on o.id = h.order_id
    join shoppers s on s.id = o.shopper_id where s.name = $1 order by o.number, v.sku, h.created_at`,
    [name],
  )
  return rows.map(({ hold }) => hold)
}

/** What the ledger says of this person's orders: "charge 22900". */
export async function ledgerOf(shop: Shop, name: string): Promise<string[]> {
  const rows = await shop.query<{ entry: string }>(
    `select l.kind || ' ' || l.amount as entry from payment_ledger l join orders o on o.id = l.order_id
    join shoppers s on s.id = o.shopper_id where s.name = $1 order by l.at, l.id`,
    [name],
  )
  return rows.map(({ entry }) => entry)
}

/** What was written to this person and why, in order. */
export async function purposesTo(shop: Shop, name: string): Promise<string[]> {
  const rows = await shop.query<{ purpose: string }>(
    `select m.purpose from messages m join shoppers s on s.id = m.shopper_id where s.name = $1 order by m.seq`,
    [name],
  )
  return rows.map(({ purpose }) => purpose)
}

export async function stockOf(shop: Shop, sku: string) {
  const [row] = await shop.query<{ onHand: number; held: number; committed: number }>(
    `select s.on_hand as "onHand", s.held, s.committed from stock s join variants v on v.id = s.variant_id
    where v.store_id = $1 and v.sku = $2`,
    [shop.storeId, sku],
  )
  if (row === undefined) throw new Error(`there is no stock of ${sku}`)
  return row
}
