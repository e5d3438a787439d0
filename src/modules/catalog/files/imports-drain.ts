import { type Actor, inStore, type StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { Drain, WorkTools } from '#platform/work.ts'
import type { OpenImport } from './import.types.ts'
import { endImport, runSlice } from './run-slice.ts'

const MOST_ATTEMPTS = 5

type Found = { id: string; storeId: string }

/** Works through the files of products, a slice a transaction; the row of the import is the lock. */
export function importsDrain({ publicUrl }: { publicUrl: string }): Drain {
  return {
    name: 'imports',
    waiting: async ({ database }) => (await database.system<{ shard: number }>(WAITING)).map(({ shard }) => shard),
    async run(shard, tools) {
      const [found] = await tools.database.system<Found>(FIND, [shard])
      return found === undefined ? false : takeSlice(tools, found, publicUrl)
    },
  }
}

/** Takes one slice of this import; false when it has ended, waits, or somebody else is at it. */
export async function takeSlice(tools: WorkTools, { id, storeId }: Found, publicUrl: string): Promise<boolean> {
  const actor: Actor = { kind: 'system', id: 'imports' }
  const inTurn = <T>(work: (ctx: StoreContext) => Promise<T>) =>
    inStore(tools.database, tools.environment, { storeId, actor, work })
  try {
    return await inTurn(async (ctx) => {
      const [open] = await ctx.tx.query<OpenImport>(LOCK, [storeId, id, ctx.now()])
      if (open === undefined) return false
      await runSlice({ ctx: { ...ctx, actor: open.actor }, open, publicUrl })
      return true
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    tools.log.error({ importId: id, storeId, error: message }, 'a slice of an import failed')
    await inTurn((ctx) => noteFailure(ctx, id))
    return false
  }
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
  text: `select id, store_id as "storeId" from imports where shard = $1 and ${OPEN} order by created_at limit 1`,
}
const LOCK: Statement = {
  name: 'imports_lock',
  text: `update imports i set started_at = coalesce(i.started_at, $3)
    from (select id from imports where store_id = $1 and id = $2 and ${OPEN} for update skip locked) as free
    where i.id = free.id
    returning i.id, layout, dry_run as "dryRun", bytes, position, line, error_count as "errorCount",
      json_build_object('kind', actor_kind, 'id', actor_id, 'scopes', '[]'::json) as actor`,
}
const FAILED: Statement = {
  name: 'imports_failed',
  text: `update imports set attempts = attempts + 1,
      retry_at = clock_timestamp() + make_interval(secs => least(power(2, attempts), 60))
    where store_id = $1 and id = $2 and state in ('waiting', 'running') returning attempts, line`,
}
