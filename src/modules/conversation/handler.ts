import { readOpenCarts } from '#modules/cart/index.ts'
import { readShoppers } from '#modules/shoppers/index.ts'
import type { Environment } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Tx } from '#platform/db.ts'
import type { MailboxEvent, MailboxHandler, Outcome } from '#platform/mailbox.ts'
import { readAction } from '#shared/signed-action.ts'
import { finish } from './acts.ts'
import { answer } from './answers/answer.ts'
import { buryEvent } from './bury.ts'
import { lockChats } from './chats.ts'
import { gather } from './gather.ts'
import { judgeLanguage } from './language.rules.ts'
import { meet } from './meet.ts'
import type { ConversationDeps, Heard, Met, StepTools } from './step.types.ts'
import type { Turn } from './turn.types.ts'
import { understand } from './understand.rules.ts'
import { write } from './write.ts'

/** Answers what shoppers write: many conversations in one transaction, each message with exactly one outcome. */
export function conversationHandler(deps: ConversationDeps): MailboxHandler {
  return {
    handle: (tx, round, environment) => handle(toolsFor({ tx, environment, deps }), round),
    buried: (tx, event, environment) => buryEvent(toolsFor({ tx, environment, deps }), event),
  }
}

function toolsFor(parts: { tx: Tx; environment: Environment; deps: ConversationDeps }): StepTools {
  return { ...parts, now: parts.environment.now() }
}

async function handle(tools: StepTools, round: readonly MailboxEvent[]): Promise<Map<number, Outcome>> {
  const { met, outcomes } = await meet(tools, round)
  for (const wave of wavesOf(met)) {
    for (const [{ event }, turn] of await step(tools, wave)) outcomes.set(event.id, outcomeOf(turn))
  }
  return outcomes
}

function outcomeOf({ outcome }: Turn): Outcome {
  return outcome === 'ignored:handed_over' ? 'handed_over' : outcome
}

/** One message of each shopper at a time: someone who appears under a number and an id has two mailboxes. */
function wavesOf(met: readonly Met[]): Met[][] {
  const waves: Met[][] = []
  const turn = new Map<string, number>()
  for (const each of met) {
    const place = turn.get(each.shopperId) ?? 0
    turn.set(each.shopperId, place + 1)
    const wave = waves[place] ?? []
    waves[place] = wave
    wave.push(each)
  }
  return waves
}

async function step(tools: StepTools, wave: readonly Met[]): Promise<Map<Heard, Turn>> {
  const heard = await hear(tools, wave)
  const situations = await gather(tools, heard)
  const replies = new Map(
    situations.map((situation, index) => {
      const each = heard[index]
      if (each === undefined) throw new Error('a situation belongs to no message')
      return [each, answer(each.intent, situation)]
    }),
  )
  crashPoint('conversation.after_rules')
  const turns = await finish(tools, replies)
  for (const [each, turn] of turns) turns.set(each, withCaution(each, turn))
  await write(tools, turns)
  return turns
}

async function hear({ tx, environment, now, deps }: StepTools, wave: readonly Met[]): Promise<Heard[]> {
  const storeIds = [...new Set(wave.map(({ store }) => store.id))]
  const shopperIds = wave.map(({ shopperId }) => shopperId)
  const chats = await lockChats(tx, storeIds, shopperIds)
  const shoppers = await readShoppers(tx, storeIds, shopperIds)
  const carts = await readOpenCarts(tx, shopperIds)
  const keys = new Map<string, Uint8Array>()
  for (const storeId of storeIds) {
    keys.set(storeId, Buffer.from(await deps.secrets.get(storeId, 'action_key'), 'base64url'))
  }
  return wave.map((each) => {
    const { store, shopperId, inbound } = each
    const [chat, shopper, actionKey] = [chats.get(shopperId), shoppers.get(shopperId), keys.get(store.id)]
    if (chat === undefined || shopper === undefined || actionKey === undefined) {
      throw new Error(`the conversation of event ${each.event.id} was not found`)
    }
    const owner = { storeId: store.id, shopperId }
    const readTap = (id: string) => {
      const reading = readAction(actionKey, owner, id)
      return reading.ok ? reading : null
    }
    const noCart = { ...owner, id: environment.newId(), version: 0, lines: [], note: null, shownQuote: null }
    return {
      ...each,
      chat,
      shopper,
      actionKey,
      cart: carts.get(shopperId) ?? noCart,
      intent: understand(inbound.said, { chat, store, now, readTap }),
      spoken: judgeLanguage(inbound.said, { chat, store }),
    }
  })
}

/** Another person may hold the phone: what was saved is not shown until an address is given anew. */
function withCaution({ inbound }: Heard, turn: Turn): Turn {
  if (inbound.said.kind !== 'identity_changed') return turn
  return { ...turn, memory: { ...turn.memory, unverified: true } }
}
