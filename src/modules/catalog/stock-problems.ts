import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import { publicId } from '#shared/ids.ts'
import type { BatchTools } from './catalog.types.ts'
import { promisesTooMuch, type StockRow } from './stock.rules.ts'

const code = 'stock-below-promised'

type Recount = { before: StockRow; after: StockRow }

/** Buyers keep what was promised to them, so a count below the promises is the owner's to mend: buy in, or cancel. */
export async function tellOwnerOfPromises(tools: BatchTools, recounts: readonly Recount[]): Promise<void> {
  const now = tools.now()
  for (const { before, after } of recounts) {
    const subject = subjectOf(after)
    if (promisesTooMuch(after) && wasCounted({ before, after })) {
      await raiseProblem(tools.tx, after.storeId, { id: tools.newId(), code, subject, ...wording(after), now })
    }
    if (promisesTooMuch(before) && !promisesTooMuch(after)) {
      await resolveProblem(tools.tx, after.storeId, { code, subject, now })
    }
  }
}

/** What a parcel took with it lowers shelf and promises alike and is no news. */
function wasCounted({ before, after }: Recount): boolean {
  const departed = Math.min(0, after.committed - before.committed)
  return after.onHand - before.onHand !== departed
}

function subjectOf({ variantId, locationId }: StockRow): string {
  return `${publicId('variant', variantId)} ${publicId('location', locationId)}`
}

function wording({ onHand, held, committed }: StockRow) {
  return {
    details: { onHand, held, committed },
    fix: `Orders and payment links already promise ${held + committed} and ${onHand} are counted. Add stock, or cancel orders that cannot be filled.`,
  }
}
