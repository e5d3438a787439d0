import { type Rekeying, rekeyShopper, resolveShoppers, type Sighting } from '#modules/shoppers/index.ts'
import { loadStores, type Store } from '#modules/stores/index.ts'
import type { MailboxEvent, Outcome } from '#platform/mailbox.ts'
import { readInbound } from './inbound.rules.ts'
import type { Inbound } from './inbound.types.ts'
import { firstLanguage } from './language.rules.ts'
import type { Met, StepTools } from './step.types.ts'

export type Meeting = {
  met: Met[]
  /** What is done with already. */
  outcomes: Map<number, Outcome>
}

type Arrived = { event: MailboxEvent; inbound: Inbound; store: Store }

/** Finds out who wrote. News of changed numbers is taken in first, so that nobody is taken for a stranger. */
export async function meet(tools: StepTools, events: readonly MailboxEvent[]): Promise<Meeting> {
  const stores = await loadStores(tools.tx, [...new Set(events.map((event) => event.storeId))])
  const outcomes = new Map<number, Outcome>()
  const arrived: Arrived[] = []
  for (const event of events) {
    const store = stores.get(event.storeId)
    if (store === undefined) throw new Error(`event ${event.id} belongs to no store that can be seen`)
    const inbound = readInbound(event.body)
    if (inbound.sender === null) outcomes.set(event.id, 'ignored:no_sender')
    else if (inbound.said.kind === 'moved') outcomes.set(event.id, await follow(tools, { event, inbound, store }))
    else arrived.push({ event, inbound, store })
  }
  return { met: await introduce(tools, arrived), outcomes }
}

async function introduce({ tx, environment }: StepTools, arrived: readonly Arrived[]): Promise<Met[]> {
  if (arrived.length === 0) return []
  const shopperIds = await resolveShoppers({ tx, newId: environment.newId }, arrived.flatMap(sightingOf))
  return arrived.map((each, index) => {
    const shopperId = shopperIds[index]
    if (shopperId === undefined) throw new Error(`nobody was found to have sent event ${each.event.id}`)
    return { ...each, shopperId }
  })
}

function sightingOf({ inbound: { sender, said }, store }: Arrived): Sighting[] {
  return sender === null ? [] : [{ ...sender, storeId: store.id, language: firstLanguage(said, store) }]
}

async function follow({ tx, environment }: StepTools, { inbound, store }: Arrived): Promise<Outcome> {
  const { sender, said } = inbound
  if (sender === null || said.kind !== 'moved') return 'ignored:moved'
  const { bsuid, waId } = sender
  const rekeying: Rekeying = { storeId: store.id, old: { bsuid, waId }, new: { bsuid: said.bsuid, waId: said.waId } }
  const shopperId = await rekeyShopper({ tx, newId: environment.newId }, rekeying)
  return shopperId === null ? 'ignored:moved_stranger' : 'ignored:moved'
}
