import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'

type Tally = { refused: number; refusedSkus: string[]; rejected: number; rejectedSkus: string[] }

const refusedFix =
  'Meta refused these items; each product shows why. Correct them and they are sent again by themselves.'
const rejectedFix =
  'Meta’s review rejected these items, so they cannot be shown in the chat. See the reason on each product, correct it, or ask for another review in Commerce Manager.'

/** Keeps the owner's list of problems in step with what Meta refuses and rejects. */
export async function tellItems(ctx: StoreContext): Promise<void> {
  const [tally] = await ctx.tx.query<Tally>(TALLY, [ctx.storeId])
  if (tally === undefined) return
  const { refused, refusedSkus, rejected, rejectedSkus } = tally
  await keep(ctx, { code: 'catalog-items-refused', count: refused, skus: refusedSkus, fix: refusedFix })
  await keep(ctx, { code: 'catalog-items-rejected', count: rejected, skus: rejectedSkus, fix: rejectedFix })
}

type Standing = { code: string; count: number; skus: string[]; fix: string }

async function keep({ tx, storeId, newId, now }: StoreContext, { code, count, skus, fix }: Standing): Promise<void> {
  if (count === 0) return resolveProblem(tx, storeId, { code, now: now() })
  await raiseProblem(tx, storeId, { id: newId(), code, details: { count, skus }, fix, now: now() })
}

const TALLY: Statement = {
  name: 'catalog_sync_tally',
  text: `select count(*) filter (where c.errors <> '[]')::int as refused,
      coalesce((array_agg(v.sku order by v.sku) filter (where c.errors <> '[]'))[1:20], '{}') as "refusedSkus",
      count(*) filter (where c.review_status = 'rejected')::int as rejected,
      coalesce((array_agg(v.sku order by v.sku) filter (where c.review_status = 'rejected'))[1:20], '{}')
        as "rejectedSkus"
    from catalog_items c join variants v on v.id = c.variant_id
    where c.store_id = $1 and (c.errors <> '[]' or c.review_status = 'rejected')`,
}
