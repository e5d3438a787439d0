import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '#sandbox/random.ts'
import { publicId } from '#shared/ids.ts'
import type { Stage } from '#test/faults/stage/database.ts'
import type { WorldStore } from '#test/faults/stage/world.ts'
import type { ShopClient } from './shop-client.ts'

export type Business = {
  store: WorldStore
  client: ShopClient
  database: Stage
  random: Random
  open: () => boolean
}

type DueOrder = { id: string; total: number; currency: string; paymentMethod: string; paymentStatus: string }

const PAUSE_MS = 250

/** The owner's side of a store: sends parcels and scans them, cancels, recounts, changes prices. */
export async function mindTheShop(business: Business): Promise<void> {
  while (business.open()) {
    const order = await nextOrder(business)
    if (order !== null) await (business.random.next() < 0.15 ? cancel(business, order) : deliver(business, order))
    if (business.random.next() < 0.3) await changeSomething(business)
    await sleep(PAUSE_MS)
  }
}

async function nextOrder({ database, store }: Business): Promise<DueOrder | null> {
  const [order] = await database.ask<DueOrder>(
    `select id, total, currency, payment_method as "paymentMethod", payment_status as "paymentStatus" from orders
      where store_id = $1 and status = 'placed' and fulfillment_status = 'unfulfilled' order by random() limit 1`,
    [store.storeId],
  )
  return order ?? null
}

async function cancel({ client }: Business, order: DueOrder): Promise<void> {
  await client.write(`POST /v1/orders/${publicId('order', order.id)}/cancel`, { reason: 'out of stock' })
}

async function deliver({ client, random }: Business, order: DueOrder): Promise<void> {
  const trackingNumber = `T${random.digits(12)}`
  const parcel = { orderId: publicId('order', order.id), carrier: 'SMSA', trackingNumber }
  const made = await client.write('POST /v1/shipments', parcel)
  if (made === null || made.status !== 201) return
  const { id } = JSON.parse(made.body) as { id: string }
  const at = (n: number) => new Date(Date.now() - 60_000 + n * 1_000).toISOString()
  const steps = [
    { status: 'out_for_delivery', occurredAt: at(1) },
    { status: 'exception', occurredAt: at(2) },
  ]
  const delivered = { status: 'delivered', occurredAt: at(3), ...collectedOf(order) }
  const scans = random.next() < 0.3 ? [...steps, delivered] : [...steps.slice(0, 1), delivered]
  if (random.next() < 0.3) await client.write(`POST /v1/shipments/${id}/events`, { events: scans })
  else
    for (const scan of random.shuffle(scans)) await client.write(`POST /v1/shipments/${id}/events`, { events: [scan] })
}

function collectedOf({ paymentMethod, total, currency }: DueOrder) {
  return paymentMethod === 'cash_on_delivery' ? { collected: { amount: total, currency } } : {}
}

type Shelf = { id: string; price: number; currency: string }

/** New prices and counts keep the catalog's way to Meta busy. */
async function changeSomething({ client, database, store, random }: Business): Promise<void> {
  const [variant] = await database.ask<Shelf>(
    `select v.id, v.price, s.currency from variants v join stores s on s.id = v.store_id
      where v.store_id = $1 and v.archived_at is null order by random() limit 1`,
    [store.storeId],
  )
  if (variant === undefined) return
  const id = publicId('variant', variant.id)
  if (random.next() < 0.5) await client.write(`PUT /v1/variants/${id}/stock`, { adjustBy: 5, reason: 'delivery' })
  else {
    const amount = Math.max(100, variant.price + (random.next() < 0.5 ? 100 : -100))
    await client.write(`PATCH /v1/variants/${id}`, { price: { amount, currency: variant.currency } })
  }
}
