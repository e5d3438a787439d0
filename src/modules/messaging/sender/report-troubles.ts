import { parkSending, raiseProblem } from '#modules/stores/index.ts'
import type { Statement, Tx } from '#platform/db.ts'
import type { WorkTools } from '#platform/work.ts'
import type { Aftermath } from './aftermath.ts'

/** Tells the stores what only their owners can mend, once per kind; parks those whose sending cannot go on. */
export async function reportTroubles(tools: WorkTools, batch: readonly Aftermath[]): Promise<void> {
  const notable = batch.filter(({ park, template, trouble }) => park ?? template ?? trouble)
  if (notable.length === 0) return
  try {
    await tools.database.asSystem((tx) => reportAll(tx, tools, notable))
  } catch (error) {
    tools.log.error({ error: String(error) }, 'a store could not be told of its trouble')
  }
}

async function reportAll(tx: Tx, { environment }: WorkTools, batch: readonly Aftermath[]): Promise<void> {
  const seen = new Set<string>()
  // One order for everybody, so that two workers with the same stores never wait for each other.
  for (const { claimed, park, template, trouble } of batch.toSorted(byStore)) {
    const { storeId } = claimed
    const kind = `${storeId} ${park} ${trouble?.code} ${trouble?.subject} ${template?.name} ${template?.language}`
    if (seen.has(kind)) continue
    seen.add(kind)
    const parked = park === undefined || (await parkSending(tx, storeId, park))
    if (template !== undefined)
      await tx.run(MARK_TEMPLATE, [storeId, template.name, template.language, template.status])
    if (trouble !== undefined && parked) {
      await raiseProblem(tx, storeId, { id: environment.newId(), ...trouble, now: environment.now() })
    }
  }
}

function byStore(one: Aftermath, other: Aftermath): number {
  if (one.claimed.storeId === other.claimed.storeId) return 0
  return one.claimed.storeId < other.claimed.storeId ? -1 : 1
}

const MARK_TEMPLATE: Statement = {
  name: 'templates_mark',
  text: `update message_templates set status = $4, updated_at = clock_timestamp()
    where store_id = $1 and name = $2 and language = $3`,
}
