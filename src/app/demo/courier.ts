import { setTimeout } from 'node:timers/promises'
import { control } from './phone.ts'

export type DemoShop = { url: string; apiKey: string; sandboxUrl: string; phoneNumberId: string }

export type OrderView = {
  id: string
  number: number
  shopperId: string
  status: string
  language: string
  paymentMethod: string
  paymentStatus: string
  fulfillmentStatus: string
  total: { amount: number; currency: string }
}

/** Asks the shop's own API, as its owner would. */
export async function ownerReads<View>(shop: DemoShop, path: string): Promise<View> {
  const answer = await fetch(`${shop.url}${path}`, { headers: { authorization: `Bearer ${shop.apiKey}` } })
  if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as View
}

/** The order with this number, once the shop has it. */
export async function findOrder(shop: DemoShop, number: number): Promise<OrderView> {
  const { data } = await ownerReads<{ data: OrderView[] }>(shop, '/v1/orders?limit=100')
  const order = data.find((each) => each.number === number)
  if (order === undefined) throw new Error(`The shop has no order ${number}.`)
  return order
}

type Forwarded<Body> = { status: number; body: Body }

/** Sends everything in the order out as one parcel; gives the shipment's id. */
export async function sendParcel(shop: DemoShop, order: OrderView): Promise<string> {
  const parcel = { orderId: order.id, carrier: 'SMSA', trackingNumber: `DEMO${order.number}` }
  const answer = await control<Forwarded<{ id: string }>>(`${shop.sandboxUrl}/control/courier/shipments`, parcel)
  if (answer.status !== 201) throw new Error(`The parcel was refused: ${JSON.stringify(answer.body)}`)
  return answer.body.id
}

/** Reports one scan of the parcel, with the cash that was taken when there was some. */
export async function scanParcel(shop: DemoShop, shipmentId: string, scan: Record<string, unknown>): Promise<void> {
  const events = [{ occurredAt: new Date().toISOString(), ...scan }]
  const url = `${shop.sandboxUrl}/control/courier/shipments/${shipmentId}/events`
  const answer = await control<Forwarded<unknown>>(url, { events })
  if (answer.status !== 200) throw new Error(`The scan was refused: ${JSON.stringify(answer.body)}`)
}

type MessageView = { state: string; pricing: { type: string | null } | null }

/** How many of the shop's messages to this shopper Meta counts: against the month's free allowance first, then in money. */
export async function countBilled(shop: DemoShop, shopperId: string): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    const { data } = await ownerReads<{ data: MessageView[] }>(shop, `/v1/messages?limit=100&shopperId=${shopperId}`)
    const priced = data.filter(({ pricing }) => pricing !== null)
    if (priced.length === data.length || attempt >= 50)
      return priced.filter(({ pricing }) => pricing?.type !== 'free_entry_point').length
    await setTimeout(100)
  }
}
