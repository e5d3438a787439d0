import { queueMessages } from '#modules/messaging/index.ts'
import { raiseProblem } from '#modules/stores/index.ts'
import type { MailboxEvent } from '#platform/mailbox.ts'
import { lockChats, writeChats } from './chats.ts'
import { meet } from './meet.ts'
import type { StepTools } from './step.types.ts'

/** The slot of the apology among the messages an event can cause. */
const apologySlot = 9

/** A message that could not be handled: the owner hears of it, the shopper gets one apology and starts afresh. */
export async function buryEvent(tools: StepTools, event: MailboxEvent): Promise<void> {
  const { tx, environment, now } = tools
  await raiseProblem(tx, event.storeId, {
    id: environment.newId(),
    code: 'message-not-handled',
    subject: String(event.id),
    fix: 'A message of a shopper could not be handled; they were asked to send it again. Please report it with its number.',
    now,
  })
  const { met } = await meet(tools, [event])
  const [who] = met
  if (who === undefined) return
  const chat = (await lockChats(tx, [event.storeId], [who.shopperId])).get(who.shopperId)
  if (chat === undefined) return
  // What was offered and asked is forgotten with the message; a cart that came is not.
  const { arrived, unverified } = chat.memory
  const memory = { ...(arrived && { arrived }), ...(unverified && { unverified }) }
  await writeChats(tx, [{ ...chat, step: 'idle', memory }])
  const apology = { kind: 'notice' as const, notice: 'apology' as const, facts: {} }
  await queueMessages(
    tx,
    [
      {
        storeId: event.storeId,
        shopperId: who.shopperId,
        causeKind: 'inbox',
        causeId: String(event.id),
        slot: apologySlot,
        purpose: 'apology',
        language: chat.language,
        content: apology,
      },
    ],
    environment.newId,
  )
}
