import type { StoreContext } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { submitItems } from '#platform/graph/catalog.ts'
import { type Batch, claimDirty, failItems, giveUpBatch, openBatch, saveHandles } from './batches.ts'
import { judgeSubmission, type Submission } from './judge-answers.ts'
import { spendCall } from './line.ts'
import { markItems, type WantedItem } from './mark-items.ts'
import { lookAgainAfterDoubt } from './rounds.ts'
import { asSync, type CatalogStore, type SyncTools } from './sync-tools.ts'
import { tellItems } from './tell-items.ts'
import { tellTrouble, tellWell } from './trouble.ts'

const MOST_BYTES = 20_000_000

/**
 * Hands the changed items of a store to Meta, in one call of at most 3,000; answers with how long the catalog must rest.
 * The batch is on record before the call, so what a lost answer leaves behind is known and done again.
 */
export async function sendChanges(tools: SyncTools, shop: CatalogStore, settleSeconds: number): Promise<number> {
  if (!(await hasChanges(tools, shop, settleSeconds))) return 0
  if (!(await spendCall(tools.database, shop.catalogId))) return 0
  const made = await asSync(tools, shop.store.id, (ctx) => buildBatch(ctx, { tools, shop, settleSeconds }))
  if (made === null) return 0
  crashPoint('catalog.batch_built')
  const { batch, items } = made
  const requests = items.map(({ item }) => ({ method: 'UPDATE', data: item }) as const)
  const submission = judgeSubmission(await submitItems(tools.graph, shop, requests))
  crashPoint('catalog.batch_sent')
  await asSync(tools, shop.store.id, (ctx) => record(ctx, batch, submission))
  crashPoint('catalog.handle_saved')
  if (submission.kind === 'queued') return 0
  const { trouble } = submission
  tools.log.warn({ storeId: batch.storeId, reason: trouble.reason }, 'a catalog batch was not taken')
  if (!trouble.certain) await lookAgainAfterDoubt(tools.database, batch.storeId)
  return trouble.throttled ? trouble.retryMs : 0
}

function hasChanges(tools: SyncTools, { store }: CatalogStore, settleSeconds: number): Promise<boolean> {
  return asSync(tools, store.id, async ({ tx }) => (await claimDirty(tx, store.id, settleSeconds)).length > 0)
}

type Building = { tools: SyncTools; shop: CatalogStore; settleSeconds: number }

/** Content is read anew here, so a batch always carries the newest. */
async function buildBatch(
  { tx, newId }: StoreContext,
  { tools, shop, settleSeconds }: Building,
): Promise<{ batch: Batch; items: WantedItem[] } | null> {
  const { store, catalogId } = shop
  const claimed = await claimDirty(tx, store.id, settleSeconds)
  const wanted = await markItems(tx, { store, catalogId, publicUrl: tools.publicUrl }, claimed)
  const items = fitting(wanted)
  if (items.length === 0) return null
  const batch = { id: newId(), storeId: store.id }
  await openBatch(tx, { ...batch, items })
  return { batch, items }
}

/** As many as one body may hold; the others go with the next. */
function fitting(wanted: readonly WantedItem[]): WantedItem[] {
  let bytes = 0
  return wanted.filter(({ item }) => {
    bytes += Buffer.byteLength(JSON.stringify(item))
    return bytes <= MOST_BYTES
  })
}

async function record(ctx: StoreContext, batch: Batch, submission: Submission): Promise<void> {
  if (submission.kind === 'queued') {
    await saveHandles(ctx.tx, batch, submission.handles)
    await tellWell(ctx)
  }
  await failItems(ctx.tx, batch, submission.faults)
  if (submission.kind === 'trouble') {
    await giveUpBatch(ctx.tx, batch, submission.trouble)
    await tellTrouble(ctx, submission.trouble)
  }
  if (submission.faults.length > 0) await tellItems(ctx)
}
