import type { Config } from '#app/config.ts'
import { StripeAccounts } from '#modules/payments/index.ts'
import { loadStores, type Store, StoreSecrets } from '#modules/stores/index.ts'
import { Database } from '#platform/db.ts'
import { GraphClient } from '#platform/graph/client.ts'
import { SecretBox } from '#platform/secret-box.ts'
import { checkCatalog } from './check-catalog.ts'
import { checkNumber } from './check-number.ts'
import { checkShop } from './check-shop.ts'
import { checkStripe } from './check-stripe.ts'
import { checkTemplates } from './check-templates.ts'
import { checkToken } from './check-token.ts'
import { checkWebhooks } from './check-webhooks.ts'
import { checkWork } from './check-work.ts'
import { attempt, type Finding, verdicts } from './finding.ts'
import type { StoreCase } from './store-case.ts'

const POOL = 2
const PATIENCE_MS = 10_000

/** Every open store in turn: what Meta and Stripe know of it, against what its settings say. */
export async function checkStores(config: Config & { databaseUrl: string }, now: () => Date): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(
    new Database({ url: config.databaseUrl, poolSize: POOL, applicationName: 'dukkan doctor' }),
  )
  const { graphUrl: baseUrl, graphVersion: version } = config.whatsapp
  const graph = stack.use(new GraphClient({ baseUrl, version, connections: 4, timeoutMs: PATIENCE_MS }))
  // It only ever opens: the doctor seals nothing.
  const box = new SecretBox(config.masterKeys, (size) => new Uint8Array(size))
  const secrets = new StoreSecrets(database, box, now)
  const stripe = new StripeAccounts(secrets, config.stripe)
  const findings = await attempt('work', () => checkWork(database))
  const stores = await openStores(database)
  if (stores.length === 0) findings.push(noStore)
  for (const store of stores) {
    findings.push(...(await checkStore({ store, stores, config, database, graph, secrets, stripe, now })))
  }
  return findings
}

const noStore = verdicts('stores').warn('there is none', 'Open one with `dukkan store create`.')

async function openStores(database: Database): Promise<Store[]> {
  const rows = await database.system<{ id: string }>(`select id from stores where status = 'active' order by slug`)
  const ids = rows.map(({ id }) => id)
  return database.inStores(ids, async (tx) => {
    const stores = await loadStores(tx, ids)
    return ids.flatMap((id) => stores.get(id) ?? [])
  })
}

async function checkStore(store: Omit<StoreCase, 'token'>): Promise<Finding[]> {
  const name = (what: string) => `${store.store.slug}: ${what}`
  const { token, findings } = await checkToken(store)
  const rest: Finding[] = []
  if (token !== null) {
    const known = { ...store, token }
    rest.push(...(await attempt(name('number'), () => checkNumber(known))))
    rest.push(...(await attempt(name('webhooks'), () => checkWebhooks(known))))
    rest.push(...(await attempt(name('catalog'), () => checkCatalog(known))))
    rest.push(...(await attempt(name('templates'), () => checkTemplates(known))))
  }
  rest.push(...(await attempt(name('stripe'), () => checkStripe(store))))
  rest.push(...(await attempt(name('shop'), () => checkShop(store))))
  return [...findings, ...rest]
}
