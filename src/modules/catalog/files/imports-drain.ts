import { type Actor, inStore, type StoreContext } from '#platform/context.ts'
import { narrowTo, type Statement, type Tx } from '#platform/db.ts'
import type { Drain, WorkTools } from '#platform/work.ts'
import type { OpenImport } from './import.types.ts'
import { endImport, runSlice } from './run-slice.ts'
import { SliceReader } from './slice-reader.ts'

const MOST_ATTEMPTS = 5

type Found = { id: string; storeId: string }

export type Taking = Found & { reader: SliceReader; publicUrl: string }

/**
 * Works through the files of products, a slice a transaction; the row of the import is the lock. The one that is least far
 * comes first, so that a short file does not wait for the end of a long one.
 */
export function importsDrain({ publicUrl }: { publicUrl: string }): Drain {
  const reader = new SliceReader()
  return {
    name: 'imports',
    waiting: async ({ database }) => (await database.system<{ shard: number }>(WAITING)).map(({ shard }) => shard),
    async run(shard, tools) {
      const [found] = await tools.database.system<Found>(FIND, [shard])
      return found === undefined ? false : takeSlice(tools, { ...found, reader, publicUrl })
    },
  }
}

/** Takes one slice of this import; false when it has ended, waits, or somebody else is at it. */
export async function takeSlice(tools: WorkTools, { id, storeId, reader, publicUrl }: Taking): Promise<boolean> {
  try {
    return await tools.database.asSystem(async (tx) => {
      await narrowTo(tx, [storeId])
      await tx.query(PLAN_ANEW)
      const [open] = await tx.query<OpenImport>(LOCK, [storeId, id, tools.environment.now()])
      if (open === undefined) return false
      await runSlice({ ctx: contextOf(tx, tools, { storeId, actor: open.actor }), open, reader, publicUrl })
      return true
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    tools.log.error({ importId: id, storeId, error: message }, 'a slice of an import failed')
    const actor: Actor = { kind: 'system', id: 'imports' }
    await inStore(tools.database, tools.environment, { storeId, actor, work: (ctx) => noteFailure(ctx, id) })
    return false
  }
}

function contextOf(tx: Tx, { environment }: WorkTools, owner: Pick<StoreContext, 'storeId' | 'actor'>): StoreContext {
  const { now, newId } = environment
  return { ...owner, tx, now, newId }
}

async function noteFailure(ctx: StoreContext, id: string): Promise<void> {
  const [row] = await ctx.tx.query<{ attempts: number; line: number }>(FAILED, [ctx.storeId, id])
  if (row !== undefined && row.attempts >= MOST_ATTEMPTS) {
    await endImport(ctx, { id }, { state: 'failed', fault: { ...broken, line: row.line } })
  }
}

const broken = {
  code: 'import-broken',
  message: 'These products could not be written, and the fault is ours.',
  fix: 'Import again; what was written already stays as it is. If it fails here again, report the line.',
}

const OPEN = `state in ('waiting', 'running') and coalesce(retry_at, '-infinity') <= clock_timestamp()`

const WAITING: Statement = {
  name: 'imports_waiting',
  text: `select distinct shard from imports where ${OPEN}`,
}
const FIND: Statement = {
  name: 'imports_find',
  text: `select id, store_id as "storeId" from imports where shard = $1 and ${OPEN} order by read_rows, created_at limit 1`,
}
const LOCK: Statement = {
  name: 'imports_lock',
  text: `update imports i set started_at = coalesce(i.started_at, $3)
    from (select id from imports where store_id = $1 and id = $2 and ${OPEN} for update skip locked) as free
    where i.id = free.id
    returning i.id, layout, dry_run as "dryRun", bytes, position, line, error_count as "errorCount",
      json_build_object('kind', actor_kind, 'id', actor_id, 'scopes', '[]'::json) as actor`,
}
/**
 * A plan that was made when the catalog was empty takes any index for as good as another, and then reads all of a store
 * for each name; a slice is worth a plan of its own.
 */
const PLAN_ANEW: Statement = {
  name: 'imports_plan_anew',
  text: `select set_config('plan_cache_mode', 'force_custom_plan', true)`,
}
const FAILED: Statement = {
  name: 'imports_failed',
  text: `update imports set attempts = attempts + 1,
      retry_at = clock_timestamp() + make_interval(secs => least(power(2, attempts), 60))
    where store_id = $1 and id = $2 and state in ('waiting', 'running') returning attempts, line`,
}
