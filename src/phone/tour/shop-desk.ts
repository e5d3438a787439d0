import type { Control, Method } from '#phone/state/control.ts'
import { breathe } from './pacer.ts'
import type { Words } from './tour.types.ts'
import { SceneTrouble } from './trouble.ts'

type Money = { amount: number; currency: string }

export type SceneItem = {
  variantId: string
  retailerId: string
  title: Words
  price: number
  currency: string
  stock: { onHand: number; held: number; committed: number; safety: number; available: number }
}

export type SceneOrder = {
  id: string
  number: number
  status: string
  paymentMethod: string
  paymentStatus: string
  fulfillmentStatus: string
  total: Money
  lines: { id: string; sku: string; quantity: number }[]
}

type Variant = {
  id: string
  retailerId: string
  price: Money
  archivedAt: string | null
  stock: SceneItem['stock']
  meta: { state: string }
}

type Product = { title: Words; hidden: boolean; variants: Variant[] }

export type Parcel = { lines?: readonly { orderLineId: string; quantity: number }[]; trackingNumber: string }

type Undo = (undo: () => Promise<unknown>) => void
type DeskOptions = { control: Control; phoneNumberId: string; signal: AbortSignal; afterwards: Undo }

/** Enough on the shelf for a scene that is played again and again. */
const PLENTY = 5
const PAGE = 100
const LOOKS = 120
const LOOK_MS = 500
const takenIn = new Set(['in_review', 'listed'])
const carrier = 'SMSA'

/** The owner's and the courier's work in a scene, done through the shop's own API. */
export class ShopDesk {
  readonly #control: Control
  readonly #phoneNumberId: string
  readonly #signal: AbortSignal
  readonly #afterwards: Undo

  constructor({ control, phoneNumberId, signal, afterwards }: DeskOptions) {
    this.#signal = signal
    this.#control = control
    this.#phoneNumberId = phoneNumberId
    this.#afterwards = afterwards
  }

  /** Asks the shop's API with the number's own key; throws with its words when it refuses. */
  async ask<Answer>(method: Method, path: `/v1/${string}`, body?: unknown): Promise<Answer> {
    const given = body === undefined ? {} : { body }
    const answer = await this.#control.shop({ phoneNumberId: this.#phoneNumberId, method, path, ...given })
    if (answer.status < 300) return answer.body as Answer
    throw new SceneTrouble(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }

  /**
   * Things with plenty on the shelf that WhatsApp shows, one for each product; those of few orders first. Right after
   * the first start Meta is still taking the catalog in, and that is waited for.
   */
  async items(count: number): Promise<SceneItem[]> {
    for (let look = 0; look < LOOKS; look += 1) {
      const found = await this.#sellable()
      if (found.length >= count) return found.slice(0, count)
      await breathe(LOOK_MS, this.#signal)
    }
    throw new SceneTrouble(`The shop has fewer than ${count} things to sell in WhatsApp.`)
  }

  async #sellable(): Promise<SceneItem[]> {
    const { data } = await this.ask<{ data: Product[] }>('GET', `/v1/products?limit=${PAGE}&status=active`)
    const found = data.filter(({ hidden }) => !hidden).flatMap(firstToSell)
    return found.toSorted((a, b) => a.stock.committed - b.stock.committed || order(a.retailerId, b.retailerId))
  }

  /** Changes a price; the end of the scene puts the old one back. */
  async setPrice(item: SceneItem, amount: number): Promise<void> {
    const put = (price: number) =>
      this.ask('PATCH', `/v1/variants/${item.variantId}`, { price: { amount: price, currency: item.currency } })
    await put(amount)
    this.#afterwards(() => put(item.price))
  }

  /** Leaves so many on the shelf for sale; the end of the scene puts the others back. */
  async leaveOnShelf({ variantId, stock }: SceneItem, count: number): Promise<void> {
    const path = `/v1/variants/${variantId}/stock` as const
    const onHand = stock.held + stock.committed + stock.safety + count
    await this.ask('PUT', path, { onHand, reason: 'guided tour' })
    const adjustBy = stock.onHand - onHand
    this.#afterwards(() => this.ask('PUT', path, { adjustBy, reason: 'guided tour, put back' }))
  }

  async order(number: number): Promise<SceneOrder> {
    const { data } = await this.ask<{ data: SceneOrder[] }>('GET', `/v1/orders?number=${number}`)
    const [found] = data
    if (found === undefined) throw new SceneTrouble(`The shop has no order ${number}.`)
    return found
  }

  /** Hands a parcel to the courier: everything that is left, or the lines named; gives the shipment's id. */
  async sendParcel(orderId: string, { lines, trackingNumber }: Parcel): Promise<string> {
    const parcel = { orderId, carrier, trackingNumber, ...(lines && { lines }) }
    return (await this.ask<{ id: string }>('POST', '/v1/shipments', parcel)).id
  }

  /** The courier's scanner; at the door of a cash order it also counts the money. */
  async scan(shipmentId: string, status: string, collected?: Money): Promise<void> {
    // Moved by nothing, the clock says what time it is; all the phone shows would be a heavy answer.
    const { now } = await this.#control.moveClock(0)
    const event = { status, occurredAt: now, ...(collected && { collected }) }
    await this.ask('POST', `/v1/shipments/${shipmentId}/events`, { events: [event] })
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1
}

function firstToSell({ title, variants }: Product): SceneItem[] {
  const variant = variants.find(
    ({ archivedAt, stock, meta }) => archivedAt === null && stock.available >= PLENTY && takenIn.has(meta.state),
  )
  if (variant === undefined) return []
  const { id, retailerId, price, stock } = variant
  return [{ variantId: id, retailerId, title, price: price.amount, currency: price.currency, stock }]
}
