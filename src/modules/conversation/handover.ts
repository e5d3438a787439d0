import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import { emit } from '#platform/events.ts'
import { publicId } from '#shared/ids.ts'
import type { Heard, StepTools } from './step.types.ts'
import type { Turn } from './turn.types.ts'

/** The problem of an owner while a shopper waits; it closes with an answer. */
export const WAITS_FOR_PERSON = 'shopper-waits-for-person'

/** Tells the owner who waits for a person, and who does no longer. */
export async function announceHandovers(tools: StepTools, turns: ReadonlyMap<Heard, Turn>): Promise<void> {
  const { tx, now, environment } = tools
  for (const [{ store, shopper, chat }, { handedOver, outcome }] of turns) {
    const subject = publicId('shopper', shopper.id)
    const waiting = chat.handedOverAt !== null
    if (handedOver === true || outcome === 'ignored:handed_over') {
      await raiseProblem(tx, store.id, { id: environment.newId(), code: WAITS_FOR_PERSON, subject, fix, now })
    }
    if (handedOver === true && !waiting) {
      await emit(tx, [{ storeId: store.id, type: 'conversation.handed-over', subjectId: shopper.id }])
    }
    if (handedOver === false && waiting) {
      await resolveProblem(tx, store.id, { code: WAITS_FOR_PERSON, subject, now })
    }
  }
}

const fix =
  'Answer with POST /v1/shoppers/{id}/messages, or give the shopper back to the shop with POST /v1/shoppers/{id}/release. The shop stays silent to them for 24 hours, or until they go on shopping or write "menu".'
