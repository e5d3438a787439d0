import { type Actor, type Environment, inStore, type StoreContext } from '#platform/context.ts'
import type { Database, Statement } from '#platform/db.ts'
import { shardOf } from '#platform/shards.ts'
import { Invalid, Refused } from '#shared/errors.ts'
import { chunked } from './file-chunks.ts'
import type { ImportFormat } from './import.types.ts'
import { readLayout } from './read-layout.ts'

const MOST_OPEN = 3

export type NewImport = {
  storeId: string
  actor: Actor
  format: ImportFormat
  /** Judges every row and changes nothing. */
  dryRun: boolean
  /** The file as it comes in; only a part of it is in memory at a time. */
  body: AsyncIterable<Buffer>
}

export type ImportTools = { database: Database; environment: Environment }

/**
 * Keeps the file, a few chunks a transaction; gives the id of the import, which `openImport` sets going. Throws
 * Invalid('import-empty' | 'import-not-utf8' | 'import-columns-unknown'), Refusal('import-too-large') and
 * Refused('imports-too-many'), and then nothing of it stays.
 */
export async function receiveImport(tools: ImportTools, { body, ...input }: NewImport): Promise<string> {
  const id = tools.environment.newId()
  const { storeId, actor } = input
  const inTurn = <T>(work: (ctx: StoreContext) => Promise<T>) =>
    inStore(tools.database, tools.environment, { storeId, actor, work })
  await inTurn((ctx) => beginImport(ctx, { id, ...input }))
  try {
    let received = 0
    for await (const chunks of chunked(body)) {
      const layout = received === 0 ? readLayout(chunks[0], input.format) : null
      await inTurn((ctx) => keepChunks(ctx, { id, chunks, first: received, layout }))
      received += chunks.length
    }
    if (received === 0) throw new Invalid('import-empty', 'The file is empty.')
    return id
  } catch (error) {
    await inTurn((ctx) => ctx.tx.run(FORGET, [storeId, id]))
    throw error
  }
}

/** Sets an import going whose file is whole. */
export async function openImport(ctx: StoreContext, id: string): Promise<void> {
  await ctx.tx.run(OPEN, [ctx.storeId, id])
  ctx.tx.ring('imports', shardOf(id))
}

type Beginning = Pick<NewImport, 'format' | 'dryRun'> & { id: string }

async function beginImport(ctx: StoreContext, { id, format, dryRun }: Beginning): Promise<void> {
  const [open] = await ctx.tx.query<{ count: number }>(COUNT_OPEN, [ctx.storeId])
  if ((open?.count ?? 0) >= MOST_OPEN) {
    throw new Refused(
      'imports-too-many',
      `The store has ${MOST_OPEN} imports that have not ended.`,
      {},
      'Wait until one has ended, or cancel it.',
    )
  }
  const { kind, id: actorId } = ctx.actor
  await ctx.tx.run(BEGIN, [id, ctx.storeId, shardOf(id), format, dryRun, kind, actorId, ctx.now()])
}

type Kept = { id: string; chunks: readonly Buffer[]; first: number; layout: ReturnType<typeof readLayout> | null }

async function keepChunks({ tx, storeId }: StoreContext, { id, chunks, first, layout }: Kept): Promise<void> {
  if (layout !== null) {
    await tx.run(LAY_OUT, [storeId, id, JSON.stringify(layout), layout.start, layout.startLine])
  }
  const size = chunks.reduce((sum, { length }) => sum + length, 0)
  await tx.run(KEEP, [storeId, id, first, chunks, size])
}

const COUNT_OPEN: Statement = {
  name: 'imports_count_open',
  text: `select count(*)::int as count from imports where store_id = $1 and state in ('receiving', 'waiting', 'running')`,
}
const BEGIN: Statement = {
  name: 'imports_begin',
  text: `insert into imports (id, store_id, shard, state, format, dry_run, actor_kind, actor_id, created_at)
    values ($1, $2, $3, 'receiving', $4, $5, $6, $7, $8)`,
}
const LAY_OUT: Statement = {
  name: 'imports_lay_out',
  text: `update imports set layout = $3, position = $4, line = $5 where store_id = $1 and id = $2`,
}
const KEEP: Statement = {
  name: 'imports_keep',
  text: `with kept as (
      insert into import_chunks (store_id, import_id, seq, body)
      select $1, $2, $3::int + place::int - 1, body from unnest($4::bytea[]) with ordinality as chunk (body, place)
    )
    update imports set bytes = bytes + $5 where store_id = $1 and id = $2`,
}
const OPEN: Statement = {
  name: 'imports_open',
  text: `update imports set state = 'waiting' where store_id = $1 and id = $2 and state = 'receiving'`,
}
const FORGET: Statement = {
  name: 'imports_forget',
  text: `delete from imports where store_id = $1 and id = $2 and state = 'receiving'`,
}
