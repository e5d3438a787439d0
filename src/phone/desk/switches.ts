import type { FaultOrder } from '#phone/state/control-world.ts'
import type { Fault } from '#phone/state/types.ts'

/** A way the outside world can fail that takes one tap: what to order, and for how long. */
export type Switch = {
  id: SwitchId
  group: 'meta' | 'webhooks' | 'stripe'
  orders: readonly FaultOrder[]
  /** Taken back by itself after so long, in milliseconds; without it, it ends when it is used up or taken back. */
  lastsMs?: number
}

export type SwitchId =
  | 'lost-answer'
  | 'meta-down'
  | 'meta-mute'
  | 'rate-limit'
  | 'pair-limit'
  | 'token-expired'
  | 'duplicates'
  | 'reorder'
  | 'lost-webhook'
  | 'stripe-slow'
  | 'stripe-lost-answer'
  | 'stripe-webhook-lost'
  | 'stripe-webhook-late'

const minute = 60_000

/** In the order of the desk. Words are in `misbehave-words.ts`. */
export const switches: readonly Switch[] = [
  { id: 'lost-answer', group: 'meta', orders: [{ api: 'messages', fault: 'accept_then_reset', times: 1 }] },
  { id: 'meta-down', group: 'meta', orders: [{ api: 'graph', fault: 'http_500' }], lastsMs: minute },
  { id: 'meta-mute', group: 'meta', orders: [{ api: 'messages', fault: 'silence', times: 2 }] },
  { id: 'rate-limit', group: 'meta', orders: [{ api: 'messages', fault: '130429', times: 3 }] },
  { id: 'pair-limit', group: 'meta', orders: [{ api: 'messages', fault: '131056', times: 2 }] },
  { id: 'token-expired', group: 'meta', orders: [{ api: 'graph', fault: 'auth_190' }] },
  {
    id: 'duplicates',
    group: 'webhooks',
    orders: [{ api: 'webhooks', fault: 'duplicate', times: 20, copies: 3 }],
  },
  { id: 'reorder', group: 'webhooks', orders: [{ api: 'webhooks', fault: 'reorder', times: 20, delayMs: 1_500 }] },
  { id: 'lost-webhook', group: 'webhooks', orders: [{ api: 'webhooks.messages', fault: 'lose', times: 1 }] },
  { id: 'stripe-slow', group: 'stripe', orders: [{ api: 'stripe', fault: 'slow', times: 5, delayMs: 3_000 }] },
  {
    id: 'stripe-lost-answer',
    group: 'stripe',
    orders: [{ api: 'stripe.sessions', fault: 'accept_then_reset', times: 1 }],
  },
  { id: 'stripe-webhook-lost', group: 'stripe', orders: [{ api: 'webhooks.stripe', fault: 'lose', times: 5 }] },
  {
    id: 'stripe-webhook-late',
    group: 'stripe',
    orders: [{ api: 'webhooks.stripe', fault: 'delay', times: 5, delayMs: 30_000 }],
  },
]

/** The faults waiting that this switch ordered, by whoever turned it. */
export function waitingOf({ orders }: Switch, waiting: readonly Fault[]): Fault[] {
  return waiting.filter((fault) => orders.some((order) => order.api === fault.api && order.fault === fault.fault))
}

/** Faults that no switch of the desk would have ordered, so that none stays hidden. */
export function otherFaults(waiting: readonly Fault[]): Fault[] {
  return waiting.filter((fault) => !switches.some((each) => waitingOf(each, [fault]).length > 0))
}

/** How often it has struck so far, also before it was taken back; the sandbox tallies by api and fault. */
export function strikesOf({ orders }: Switch, struck: Record<string, unknown>): number {
  return orders.reduce((sum, { api, fault }) => sum + Number(struck[`${api} ${fault}`] ?? 0), 0)
}

/** How often it will strike yet; null when until taken back. */
export function leftOf(fault: Fault): number | null {
  return typeof fault.times === 'number' ? Math.max(0, fault.times - Number(fault.struck ?? 0)) : null
}
