import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import { emit } from '#platform/events.ts'
import { publicId } from '#shared/ids.ts'
import type { Heard, StepTools } from './step.types.ts'
import type { Turn } from './turn.types.ts'

const code = 'shopper-waits-for-person'

/** Tells the owner who waits for a person, and who does no longer. */
export async function announceHandovers(tools: StepTools, turns: ReadonlyMap<Heard, Turn>): Promise<void> {
  const { tx, now, environment } = tools
  for (const [{ store, shopper, chat }, { handedOver }] of turns) {
    const subject = publicId('shopper', shopper.id)
    const waiting = chat.handedOverAt !== null
    if (handedOver === true) {
      await raiseProblem(tx, store.id, { id: environment.newId(), code, subject, fix, now })
      if (!waiting) await emit(tx, [{ storeId: store.id, type: 'conversation.handed-over', subjectId: shopper.id }])
    }
    if (handedOver === false && waiting) await resolveProblem(tx, store.id, { code, subject, now })
  }
}

const fix =
  'Answer the shopper yourself. The shop stays silent to them for 24 hours, or until they go on shopping or write "menu".'
