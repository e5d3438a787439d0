import { serveAgent } from '#bench/harness/agent.ts'
import { type Latency, latencyOf } from '#bench/harness/stats.ts'
import { LeanClient } from './lean-client.ts'

/** A store whose owner takes orders: ids as the API spells them. */
export type OrderDesk = { keys: string[]; shopperIds: string[]; variantIds: string[] }

export type OrderPlan = {
  port: number
  desks: OrderDesk[]
  connections: number
  seconds: number
  linesPerOrder: number
}

export type OrderFindings = {
  taken: number
  refused: number
  firstRefusal: string | null
  seconds: number
  latency: Latency
}

let count = 0

/** Each connection takes the next order as soon as its last is answered, store after store, until the time is up. */
async function takeOrders(plan: OrderPlan): Promise<OrderFindings> {
  const client = new LeanClient({ ports: [plan.port], connections: plan.connections })
  const times: number[] = []
  let refused = 0
  let firstRefusal: string | null = null
  const startedAt = performance.now()
  const loop = async () => {
    while (performance.now() - startedAt < plan.seconds * 1000) {
      const { head, body } = nextOrder(plan)
      const sentAt = performance.now()
      const answer = await client.send(head, body)
      times.push(performance.now() - sentAt)
      if (answer.status === 201) continue
      refused += 1
      firstRefusal ??= `${answer.status} ${answer.body}`.slice(0, 300)
    }
  }
  await Promise.all(Array.from({ length: plan.connections }, loop))
  client.close()
  const seconds = (performance.now() - startedAt) / 1000
  return { taken: times.length - refused, refused, firstRefusal, seconds, latency: latencyOf(times) }
}

function nextOrder({ desks, linesPerOrder }: OrderPlan): { head: string; body: string } {
  count += 1
  const desk = desks[count % desks.length]
  if (desk === undefined) throw new Error('there is no store to order from')
  const turn = Math.floor(count / desks.length)
  const key = desk.keys[turn % desk.keys.length]
  const lines = Array.from({ length: linesPerOrder }, (_, n) => ({
    variantId: desk.variantIds[(turn * linesPerOrder + n) % desk.variantIds.length],
    quantity: 1,
  }))
  const body = JSON.stringify({
    shopperId: desk.shopperIds[turn % desk.shopperIds.length],
    lines,
    paymentMethod: 'cash_on_delivery',
    address: { text: 'Al Olaya, King Fahd Road, building 12, Riyadh' },
  })
  const head = `POST /v1/orders HTTP/1.1\r\nhost: shop.example\r\ncontent-type: application/json\r\nidempotency-key: bench-${process.pid}-${count}\r\nauthorization: Bearer ${key}\r\n`
  return { head, body }
}

serveAgent({ takeOrders })
