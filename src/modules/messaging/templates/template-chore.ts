import type { Secrets } from '#modules/messaging/sender/prepare-batch.ts'
import { loadStores, type Store } from '#modules/stores/index.ts'
import type { Database, Statement } from '#platform/db.ts'
import type { GraphClient } from '#platform/graph/client.ts'
import type { Chore, WorkTools } from '#platform/work.ts'
import { syncTemplates, type TemplateSync } from './sync-templates.ts'

export type TemplateChoreDeps = { graph: GraphClient; secrets: Secrets; publicUrl: string }

/** Of the 200 management calls an hour that Meta allows per account, this leaves most to the owner. */
const STORES_PER_RUN = 5
const LEASE_SECONDS = 300
const DAY = 86_400
const AFTER_FAILURE = 900
const WHILE_PENDING = 300

/** Each store's templates are compared with Meta's once a day, and soon again while some are under review. */
export function templateChore(deps: TemplateChoreDeps): Chore {
  return {
    name: 'message-templates',
    everyMs: 10_000,
    async run(tools) {
      await tools.database.system(PLAN)
      await tools.database.system(HURRY)
      const due = await tools.database.system<Due>(CLAIM, [STORES_PER_RUN, LEASE_SECONDS])
      for (const each of due) await syncStore(each, deps, tools)
    },
  }
}

type Due = { storeId: string; fence: number }

async function syncStore({ storeId, fence }: Due, deps: TemplateChoreDeps, tools: WorkTools): Promise<void> {
  const result = await trySync(storeId, deps, tools)
  const failure = result instanceof Error ? result.message : (result.failures[0] ?? null)
  if (failure !== null) tools.log.warn({ storeId, failure }, 'templates are not as they should be')
  await tools.database.system(FINISH, [storeId, fence, waitFor(result), failure])
}

async function trySync(
  storeId: string,
  { graph, secrets, publicUrl }: TemplateChoreDeps,
  { database, environment }: WorkTools,
): Promise<TemplateSync | Error> {
  try {
    const store = await readStore(database, storeId)
    const token = await secrets.get(storeId, 'whatsapp_access_token')
    return await syncTemplates({ graph, database, environment, publicUrl }, store, token)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

async function readStore(database: Database, storeId: string): Promise<Store> {
  const store = (await database.inStores([storeId], (tx) => loadStores(tx, [storeId]))).get(storeId)
  if (store === undefined) throw new Error(`store ${storeId} is gone`)
  return store
}

function waitFor(result: TemplateSync | Error): number {
  if (result instanceof Error || result.failures.length > 0) return AFTER_FAILURE
  return result.pending > 0 ? WHILE_PENDING : DAY
}

// A job name of its own: the chore's row is the one with an empty subject.
const PLAN: Statement = {
  name: 'template_sync_plan',
  text: `insert into schedule (job, subject, next_run_at) select 'template-sync', id::text, clock_timestamp() from stores
    on conflict (job, subject) do nothing`,
}

const CLAIM: Statement = {
  name: 'template_sync_claim',
  text: `update schedule set locked_until = clock_timestamp() + make_interval(secs => $2), fence = fence + 1
    where job = 'template-sync' and subject in (
      select subject from schedule
      where job = 'template-sync' and next_run_at <= clock_timestamp()
        and coalesce(locked_until, '-infinity') <= clock_timestamp()
      order by next_run_at limit $1 for update skip locked)
    returning subject::uuid as "storeId", fence`,
}

const FINISH: Statement = {
  name: 'template_sync_finish',
  text: `update schedule set locked_until = null, last_period = clock_timestamp(), last_error = $4,
      next_run_at = clock_timestamp() + make_interval(secs => $3)
    where job = 'template-sync' and subject = $1::text and fence = $2`,
}

// A store that was just given its access token should not wait for tomorrow.
const HURRY: Statement = {
  name: 'template_sync_hurry',
  text: `update schedule s set next_run_at = clock_timestamp() from store_secrets x
    where s.job = 'template-sync' and s.next_run_at > clock_timestamp() and x.store_id::text = s.subject
      and x.name = 'whatsapp_access_token' and x.updated_at > s.last_period`,
}
