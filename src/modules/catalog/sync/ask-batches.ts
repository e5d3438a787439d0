import type { StoreContext } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { readBatch } from '#platform/graph/catalog.ts'
import { askLater, type DueBatch, dueBatches, failItems, finishBatch, giveUpBatch } from './batches.ts'
import { judgeProgress, lost, type Progress } from './judge-answers.ts'
import { reviewSoon } from './learn-reviews.ts'
import { lookAgainAfterDoubt } from './rounds.ts'
import { asSync, type CatalogStore, type SyncTools } from './sync-tools.ts'
import { tellItems } from './tell-items.ts'
import { tellTrouble } from './trouble.ts'

/** Meta works off a batch within a minute or two; one that takes longer than this is taken for lost. */
const STUCK_SECONDS = 600

/** Asks Meta how far the store's batches are and records what came of them; answers with how long the catalog must rest. */
export async function askBatches(tools: SyncTools, shop: CatalogStore): Promise<number> {
  const due = await asSync(tools, shop.store.id, ({ tx, storeId }) => dueBatches(tx, storeId))
  let restMs = 0
  for (const batch of due) {
    const progress = await progressOf(tools, shop, batch)
    crashPoint('catalog.status_read')
    await asSync(tools, batch.storeId, (ctx) => record(ctx, batch, progress))
    if (progress.kind === 'finished') await reviewSoon(tools.database)
    if (progress.kind === 'lost') {
      tools.log.warn({ storeId: batch.storeId, reason: progress.trouble.reason }, 'a catalog batch was lost')
      await lookAgainAfterDoubt(tools.database, batch.storeId)
    }
    if (progress.kind === 'unasked' && progress.trouble.throttled) restMs = Math.max(restMs, progress.trouble.retryMs)
  }
  return restMs
}

async function progressOf(tools: SyncTools, shop: CatalogStore, batch: DueBatch): Promise<Progress> {
  if (batch.state === 'building') return lost('its maker died before the answer was saved', 0)
  const all: Progress[] = []
  for (const handle of batch.handles) all.push(judgeProgress(await readBatch(tools.graph, shop, handle)))
  const together = allTogether(all)
  const goesOn = together.kind === 'working' || together.kind === 'unasked'
  return goesOn && batch.ageSeconds > STUCK_SECONDS ? lost('Meta never finished the batch', 0) : together
}

/** Mostly there is one handle; with several, the batch is as far as the one that is furthest behind. */
function allTogether(all: readonly Progress[]): Progress {
  const faults = all.flatMap((each) => (each.kind === 'finished' ? each.faults : []))
  const behind = (['lost', 'unasked', 'working'] as const)
    .map((kind) => all.find((each) => each.kind === kind))
    .find((each) => each !== undefined)
  return behind ?? { kind: 'finished', faults }
}

async function record(ctx: StoreContext, batch: DueBatch, progress: Progress): Promise<void> {
  switch (progress.kind) {
    case 'working':
      return askLater(ctx.tx, batch, null)
    case 'unasked':
      await tellTrouble(ctx, progress.trouble)
      return askLater(ctx.tx, batch, progress.trouble.retryMs / 1_000)
    case 'lost':
      return giveUpBatch(ctx.tx, batch, progress.trouble)
    case 'finished':
      await failItems(ctx.tx, batch, progress.faults)
      await finishBatch(ctx.tx, batch)
      return tellItems(ctx)
  }
}
