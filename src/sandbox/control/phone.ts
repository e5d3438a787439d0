import { isMark } from '#sandbox/graph/chat-marks.ts'
import { numberState } from '#sandbox/graph/lookup.ts'
import type { Chat } from '#sandbox/graph/meta-model.ts'
import { windowEndsAt } from '#sandbox/graph/windows.ts'
import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { viewMessage } from './message-view.ts'
import { viewShopper } from './shoppers.ts'

const shownMessages = 200
const shownChats = 500
const shownShoppers = 2_000

/** `GET /control/phone`: everything a phone shows when it is switched on; the stream goes on from `last`. */
export function readPhone(state: SandboxState): unknown {
  const { meta, world } = state
  return {
    clock: viewClock(state),
    last: state.news.last(),
    journal: state.journal.last(),
    numbers: world.config.numbers.map((number) => viewNumber(state, number)),
    shoppers: [...meta.shoppers.values()].slice(-shownShoppers).map(viewShopper),
    chats: [...meta.chats.values()]
      .toSorted(newestFirst)
      .slice(0, shownChats)
      .map((chat) => viewChat(state, chat)),
    faults: viewFaults(state),
    shopUrl: shopUrlOf(state),
  }
}

/** `shared` when the shop lives by the same clock. */
export function viewClock({ clock }: SandboxState) {
  return { now: clock.now().toISOString(), offsetMs: clock.offsetMs(), shared: clock.shared }
}

export function viewFaults({ faults }: SandboxState) {
  return { waiting: faults.list(), struck: faults.tally() }
}

/** Where the shop's pages are, when the world says where the shop is. */
export function shopUrlOf({ world }: SandboxState): string | null {
  const { shopUrl, shopApi, shopApis } = world.config
  const [known] = [shopUrl, shopApi?.url, ...Object.values(shopApis).map(({ url }) => url)].filter(
    (url) => url !== undefined,
  )
  return known === undefined ? null : new URL(known).origin
}

function viewNumber(state: SandboxState, number: WorldNumber) {
  const { phoneNumberId, displayPhoneNumber, verifiedName, currency, wabaId, catalogId } = number
  const { catalogVisible, cartEnabled, profile } = numberState(state, phoneNumberId)
  return {
    phoneNumberId,
    displayPhoneNumber,
    verifiedName: verifiedName ?? displayPhoneNumber,
    currency,
    wabaId,
    catalogId,
    catalogVisible,
    cartEnabled,
    about: String(profile.about ?? ''),
  }
}

function newestFirst(a: Chat, b: Chat): number {
  return (b.messages.at(-1)?.at ?? '').localeCompare(a.messages.at(-1)?.at ?? '')
}

function viewChat(state: SandboxState, chat: Chat) {
  const shown = chat.messages.filter((message) => !isMark(message)).slice(-shownMessages)
  return {
    phoneNumberId: chat.phoneNumberId,
    shopperId: chat.shopper.id,
    windowEndsAt: windowEndsAt(chat),
    marketingStopped: chat.marketingStopped,
    messages: shown.map((message) => viewMessage(state, chat, message)),
  }
}
