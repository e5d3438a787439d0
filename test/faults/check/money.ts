import Stripe from 'stripe'
import { parsePublicId } from '#shared/ids.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import type { WorldStore } from '#test/faults/stage/world.ts'
import { type Verdict, verdict } from './verdict.ts'

type Moves = Map<string, string>

/** I9, I11, I20: our ledger and Stripe's books say the same, and no order can be paid on two pages. */
export async function checkMoney(installation: Installation): Promise<Verdict[]> {
  const found = await Promise.all(installation.world.stores.map((store) => compare(installation, store)))
  const of = (name: keyof (typeof found)[number]) => found.flatMap((each) => each[name])
  return [
    verdict('I9', 'each charge at Stripe is in the ledger and the other way round', of('charges')),
    verdict('I9', 'each refund at Stripe is in the ledger and the other way round', of('refunds')),
    verdict('I11', 'an order has at most one page open at Stripe, and a closed one has none', of('pages')),
    verdict('I20', 'Stripe was asked for the total of the order', of('amounts')),
  ]
}

async function compare(installation: Installation, store: WorldStore) {
  const { hostname, port } = new URL(installation.sandboxUrl)
  const stripe = new Stripe(store.stripeKey, { host: hostname, port: Number(port), protocol: 'http', telemetry: false })
  const charges: Moves = new Map()
  for await (const charge of stripe.charges.list({ limit: 100 })) {
    const id = typeof charge.payment_intent === 'string' ? charge.payment_intent : (charge.payment_intent?.id ?? '')
    if (charge.paid) charges.set(id, amountOf(charge))
  }
  const refunds: Moves = new Map()
  for await (const refund of stripe.refunds.list({ limit: 100 })) {
    if (refund.status === 'succeeded') refunds.set(refund.id, amountOf(refund))
  }
  const sessions: Stripe.Checkout.Session[] = []
  for await (const session of stripe.checkout.sessions.list({ limit: 100 })) sessions.push(session)
  return {
    charges: differences(charges, await ledgerOf(installation, store, 'charge')),
    refunds: differences(refunds, await ledgerOf(installation, store, 'refund')),
    ...(await comparePages(installation, store, sessions)),
  }
}

/** Riyals have the same minor unit here and there. */
function amountOf({ amount, currency }: { amount: number; currency: string }): string {
  return `${amount} ${currency.toUpperCase()}`
}

async function ledgerOf({ database }: Installation, { storeId }: WorldStore, kind: string): Promise<Moves> {
  const rows = await database.ask<{ id: string; amount: number; currency: string }>(
    'select external_id as id, amount, currency from payment_ledger where store_id = $1 and kind = $2',
    [storeId, kind],
  )
  return new Map(rows.map((row) => [row.id, amountOf(row)]))
}

function differences(there: Moves, here: Moves): string[] {
  const ids = new Set([...there.keys(), ...here.keys()])
  return [...ids]
    .filter((id) => there.get(id) !== here.get(id))
    .map((id) => `${id}: ${there.get(id) ?? 'nothing'} at Stripe, ${here.get(id) ?? 'nothing'} in the ledger`)
}

type OrderFacts = { id: string; status: string; total: number; currency: string }

async function comparePages(
  { database }: Installation,
  { storeId }: WorldStore,
  sessions: readonly Stripe.Checkout.Session[],
) {
  const orders = await database.ask<OrderFacts>('select id, status, total, currency from orders where store_id = $1', [
    storeId,
  ])
  const byId = new Map(orders.map((order) => [order.id, order]))
  const orderOf = ({ metadata }: Stripe.Checkout.Session) =>
    byId.get(parsePublicId('order', metadata?.dukkan_order ?? '') ?? '')
  const open = sessions.filter(({ status }) => status === 'open')
  const byOrder = Map.groupBy(open, (session) => orderOf(session)?.id ?? 'none')
  const crowded = [...byOrder].filter(([, own]) => own.length > 1)
  const orphaned = open.filter((session) => orderOf(session)?.status !== 'awaiting_payment')
  const wrong = sessions.filter((session) => {
    const order = orderOf(session)
    return (
      order === undefined ||
      amountOf({ amount: session.amount_total ?? 0, currency: session.currency ?? '' }) !==
        amountOf({ amount: order.total, currency: order.currency })
    )
  })
  return {
    pages: [
      ...crowded.map(([id, own]) => `order ${id} has ${own.length} open pages`),
      ...orphaned.map((session) => `${session.id} is open for an order that is ${orderOf(session)?.status}`),
    ],
    amounts: wrong.map((session) => `${session.id} asks ${session.amount_total} for order ${orderOf(session)?.id}`),
  }
}
