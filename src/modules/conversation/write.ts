import { type CartChange, writeCarts } from '#modules/cart/index.ts'
import { type Draft, queueMessages } from '#modules/messaging/index.ts'
import { editShoppers, saveAddresses } from '#modules/shoppers/index.ts'
import type { Chat, Memory } from './chat.types.ts'
import { writeChats } from './chats.ts'
import { announceHandovers } from './handover.ts'
import { offeredIn, seal } from './seal.ts'
import type { Heard, StepTools } from './step.types.ts'
import type { Turn } from './turn.types.ts'

/** Browsing may be lost when nobody knows whether it was sent; what is about an order or a question may not. */
const droppable: ReadonlySet<string> = new Set(['menu', 'browse', 'search', 'apology', 'paused'])

/** Writes what all turns change, each kind in one statement, and queues what they say. */
export async function write(tools: StepTools, turns: ReadonlyMap<Heard, Turn>): Promise<void> {
  const { tx, environment, now } = tools
  const { newId } = environment
  const versions = await writeCarts(tx, [...turns].flatMap(cartChange))
  const done = [...turns].map(([heard, turn]) => ({ heard, turn, version: versionAfter(heard, turn, versions) }))
  await writeChats(
    tx,
    done.map((each) => chatAfter(each, now)),
  )
  await editShoppers(
    tx,
    done.flatMap(({ heard, turn }) =>
      turn.shopper === undefined ? [] : [{ storeId: heard.store.id, shopperId: heard.shopper.id, ...turn.shopper }],
    ),
  )
  await saveAddresses(
    { tx, newId },
    done.flatMap(({ heard, turn: { usedAddress } }) =>
      usedAddress === undefined
        ? []
        : [{ storeId: heard.store.id, shopperId: heard.shopper.id, usedAt: now, ...addressFields(usedAddress) }],
    ),
  )
  await announceHandovers(tools, turns)
  await queueMessages(tx, done.flatMap(draftOf), newId)
}

function cartChange([{ store, shopper }, { cart }]: [Heard, Turn]): CartChange[] {
  return cart === undefined ? [] : [{ ...cart, storeId: store.id, shopperId: shopper.id }]
}

function versionAfter({ cart }: Heard, turn: Turn, versions: ReadonlyMap<string, number>): number {
  return versions.get(turn.cart?.id ?? '') ?? cart.version
}

function addressFields({ text, latitude, longitude }: NonNullable<Turn['usedAddress']>) {
  return { text, latitude, longitude }
}

type Done = { heard: Heard; turn: Turn; version: number }

function chatAfter({ heard, turn, version }: Done, now: Date): Chat {
  const { chat, event, spoken } = heard
  const happenedAt = event.happenedAt ?? event.receivedAt
  const kept = {
    ...chat,
    language: turn.language?.language ?? spoken.language,
    languageChosen: turn.language?.chosen ?? chat.languageChosen,
    lastInboundAt: happenedAt < now ? happenedAt : now,
    handedOverAt: handedOverAfter(chat, turn, now),
  }
  const heardOther = spoken.heardOther && turn.language === undefined ? { heardOther: true as const } : {}
  // A message that is not answered leaves the question before it open.
  if (turn.say === null)
    return { ...kept, memory: tidy({ ...chat.memory, heardOther: undefined, ...heardOther, ...turn.memory }) }
  const offered = offeredIn(turn.say)
  const memory = {
    ...chat.memory,
    misses: undefined,
    variantId: undefined,
    heardOther: undefined,
    ...heardOther,
    ...turn.memory,
    offered: offered.length === 0 ? undefined : offered,
    offeredAt: offered.length === 0 ? undefined : version,
  }
  return { ...kept, step: turn.step ?? 'idle', memory: tidy(memory) }
}

function handedOverAfter({ handedOverAt }: Chat, { handedOver }: Turn, now: Date): Date | null {
  if (handedOver === undefined) return handedOverAt
  return handedOver ? (handedOverAt ?? now) : null
}

function tidy(memory: { [Key in keyof Memory]: Memory[Key] | undefined }): Memory {
  return Object.fromEntries(Object.entries(memory).filter(([, value]) => value !== undefined))
}

function draftOf({ heard, turn, version }: Done): Draft[] {
  const { store, shopper, event, actionKey, spoken } = heard
  if (turn.say === null) return []
  const owner = { storeId: store.id, shopperId: shopper.id }
  const cause =
    turn.orderId === undefined
      ? { causeKind: 'inbox', causeId: String(event.id) }
      : { causeKind: 'order', causeId: turn.orderId }
  return [
    {
      ...owner,
      ...cause,
      slot: 0,
      purpose: turn.purpose,
      certainty: droppable.has(turn.purpose) ? 'drop_if_unsure' : 'must_arrive',
      language: turn.language?.language ?? spoken.language,
      content: seal(turn.say, { ...owner, key: actionKey, cartVersion: version }),
    },
  ]
}
