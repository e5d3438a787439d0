import type { StoreContext } from './context.ts'
import { narrowTo, type Statement, type Tx } from './db.ts'
import { isPassingTrouble } from './passing-trouble.ts'
import type { Drain, WorkTools } from './work.ts'

/** What Meta reports outside of messages: a template approved, an account restricted. */
export type Notice = { id: number; storeId: string; field: string; value: unknown }

/** Acts on one field's notices, in the transaction that marks them handled. No network. */
export type NoticeHandler = {
  readonly fields: readonly string[]
  handle(ctx: StoreContext, notice: Notice): Promise<void>
}

const MAX_ATTEMPTS = 8

type Arrived = Notice & { attempts: number }

/** Hands each notice to who asked for its field; one that nobody asked for is kept and says so. */
export function noticeDrain(handlers: readonly NoticeHandler[]): Drain {
  const byField = new Map(handlers.flatMap((handler) => handler.fields.map((field) => [field, handler] as const)))
  return {
    name: 'notices',
    waiting: async ({ database }) => (await database.system<{ shard: number }>(WAITING)).map((row) => row.shard),
    run: (shard, tools) => takeOne({ shard, tools, byField }),
  }
}

type Taking = { shard: number; tools: WorkTools; byField: ReadonlyMap<string, NoticeHandler> }

async function takeOne({ shard, tools, byField }: Taking): Promise<boolean> {
  let taken: Arrived | undefined
  try {
    return await tools.database.asSystem(async (tx) => {
      ;[taken] = await tx.query<Arrived>(CLAIM, [shard])
      if (taken === undefined) return false
      const handler = byField.get(taken.field)
      if (handler !== undefined) await handler.handle(await enter(tx, { notice: taken, tools }), taken)
      await tx.query(CLOSE, [taken.id, handler === undefined ? 'ignored:unheard-field' : 'handled'])
      return true
    })
  } catch (error) {
    if (taken === undefined) throw error
    const message = error instanceof Error ? error.message : String(error)
    tools.log.error({ field: taken.field, noticeId: taken.id, error: message }, 'a notice failed')
    const counts = isPassingTrouble(error) ? 0 : 1
    await tools.database.system(POSTPONE, [taken.id, message.slice(0, 500), MAX_ATTEMPTS, counts])
    return true
  }
}

async function enter(tx: Tx, { notice, tools }: { notice: Notice; tools: WorkTools }): Promise<StoreContext> {
  await narrowTo(tx, [notice.storeId])
  const { now, newId } = tools.environment
  return { tx, storeId: notice.storeId, actor: { kind: 'system', id: 'notices' }, now, newId }
}

const WAITING: Statement = {
  name: 'notices_waiting',
  text: `select distinct shard from inbox where kind = 'notice' and outcome is null and store_id is not null
    and coalesce(retry_at, '-infinity') <= clock_timestamp()`,
}
const CLAIM: Statement = {
  name: 'notices_claim',
  text: `select id, store_id as "storeId", body ->> 'field' as field, body -> 'value' as value, attempts from inbox
    where kind = 'notice' and shard = $1 and outcome is null and store_id is not null
      and coalesce(retry_at, '-infinity') <= clock_timestamp()
    order by id limit 1 for update skip locked`,
}
const CLOSE: Statement = {
  name: 'notices_close',
  text: 'update inbox set outcome = $2, outcome_at = clock_timestamp() where id = $1',
}
const POSTPONE: Statement = {
  name: 'notices_postpone',
  text: `update inbox set attempts = attempts + $4::int, last_error = $2,
      retry_at = clock_timestamp() + make_interval(secs => least(power(2, attempts), 600)),
      outcome = case when attempts + $4 >= $3 then 'dead' end,
      outcome_at = case when attempts + $4 >= $3 then clock_timestamp() end
    where id = $1 and outcome is null`,
}
