import { RecentMap } from '#sandbox/ring.ts'
import type { SandboxState } from '#sandbox/state.ts'
import type { Catalog, Chat, NumberState, Shopper, WabaState } from './meta-model.ts'

/** State of a business number, made at first use from what the world says of it. */
export function numberState(state: SandboxState, phoneNumberId: string): NumberState {
  const known = state.meta.numbers.get(phoneNumberId)
  if (known !== undefined) return known
  const number = state.world.byPhone.get(phoneNumberId)
  const made: NumberState = {
    tokens: perSecond(state, phoneNumberId),
    refilledMs: state.clock.ms(),
    month: '',
    serviceMessages: 0,
    profile: { about: '', vertical: 'RETAIL', messaging_product: 'whatsapp' },
    cartEnabled: true,
    catalogVisible: number?.catalogVisible ?? true,
    history: new RecentMap(2_000),
  }
  state.meta.numbers.set(phoneNumberId, made)
  return made
}

export function perSecond(state: SandboxState, phoneNumberId: string): number {
  return state.world.byPhone.get(phoneNumberId)?.limits?.perSecond ?? 80
}

export function wabaState(state: SandboxState, wabaId: string): WabaState {
  const known = state.meta.wabas.get(wabaId)
  if (known !== undefined) return known
  const numbers = state.world.byWaba.get(wabaId) ?? []
  const linked = numbers.filter((number) => number.catalogLinked !== false).map((number) => number.catalogId)
  const made: WabaState = {
    subscribed: numbers.some((number) => number.subscribed !== false),
    linkedCatalogs: new Set(linked.slice(0, 1)),
    templates: new Map(),
    byName: new Map(),
    blockedNames: new Map(),
  }
  state.meta.wabas.set(wabaId, made)
  return made
}

export function catalogState(state: SandboxState, catalogId: string): Catalog {
  const known = state.meta.catalogs.get(catalogId)
  if (known !== undefined) return known
  const made: Catalog = {
    id: catalogId,
    items: new Map(),
    sets: new Map(),
    batches: new RecentMap(2_000),
    batchTimes: [],
  }
  state.meta.catalogs.set(catalogId, made)
  return made
}

export function chatOf(state: SandboxState, phoneNumberId: string, shopper: Shopper): Chat {
  const key = `${phoneNumberId}|${shopper.id}`
  const known = state.meta.chats.get(key)
  if (known !== undefined) return known
  const never = Number.NEGATIVE_INFINITY
  const made: Chat = {
    phoneNumberId,
    shopper,
    messages: [],
    lastN: 0,
    lastInboundMs: never,
    referralMs: never,
    freeEntryUntilMs: never,
    pairDebtUntilMs: never,
    marketingStopped: false,
    typingUntilMs: never,
    waiters: new Set(),
  }
  state.meta.chats.set(key, made)
  return made
}

/** The number as businesses see it: nothing when the shopper hides it. */
export function visibleWaId(shopper: Shopper): string | null {
  return shopper.hidePhone ? null : shopper.waId
}

const keptPerChat = 500

export function keepInChat(chat: Chat, message: Chat['messages'][number]): void {
  chat.messages.push(message)
  if (chat.messages.length > keptPerChat) chat.messages.shift()
  for (const wake of [...chat.waiters]) wake()
}
