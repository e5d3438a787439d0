import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  addProductImage,
  type CatalogSyncDeps,
  catalogChores,
  catalogListeners,
  catalogSyncDrain,
  createProduct,
  type NewProduct,
  readSyncStates,
  type SyncState,
} from '#modules/catalog/index.ts'
import { createStore, StoreSecrets, saveSecret } from '#modules/stores/index.ts'
import type { Actor, StoreContext } from '#platform/context.ts'
import { GraphClient } from '#platform/graph/client.ts'
import { eventRelay } from '#platform/relay.ts'
import { SecretBox } from '#platform/secret-box.ts'
import { SHARD_COUNT } from '#platform/shards.ts'
import type { Drain } from '#platform/work.ts'
import { openSandbox } from '#sandbox/index.ts'
import { openTools } from '#test/support/platform.ts'

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

// biome-ignore lint/suspicious/noExplicitAny: wire bodies of every shape are read by path in these tests.
export type Json = any

export const phoneNumberId = '106500000000001'
export const wabaId = '206500000000001'
export const catalogId = '306500000000001'
export const token = 'EAAsynctoken'
export const publicUrl = 'https://shop.test'

const actor: Actor = { kind: 'system', id: 'test' }
const number = { phoneNumberId, displayPhoneNumber: '+966500000001', wabaId, catalogId, accessToken: token }

export type SyncShop = Awaited<ReturnType<typeof openSyncShop>>

/** A store whose catalog goes to the sandbox's Meta over real HTTP. */
export async function openSyncShop(t: Teardown, more: Record<string, unknown> = {}) {
  const tools = await openTools(t)
  const sandbox = await openSandbox({
    world: {
      appId: '900100',
      appSecret: 'app secret',
      verifyToken: 'verify',
      numbers: [{ ...number, currency: 'SAR', ...more }],
    },
    timing: { batchDelayMs: 4, reviewDelayMs: 4 },
  })
  const graph = new GraphClient({ baseUrl: sandbox.url, version: 'v26.0', connections: 4, timeoutMs: 1_000 })
  t.teardown(async () => {
    await graph.close()
    await sandbox.close()
  })
  const box = new SecretBox([{ kid: 'test', key: randomBytes(32) }], randomBytes)
  const secrets = new StoreSecrets(tools.database, box, tools.environment.now)
  const deps: CatalogSyncDeps = { graph, secrets, publicUrl }
  const storeId = tools.environment.newId()
  const work = <T>(job: (ctx: StoreContext) => Promise<T>): Promise<T> =>
    tools.database.inStores([storeId], (tx) =>
      job({ tx, storeId, actor, now: tools.environment.now, newId: tools.environment.newId }),
    )
  await work(async (ctx) => {
    await createStore(ctx, newStore, { box, randomBytes })
    await saveSecret(ctx, box, { name: 'whatsapp_access_token', value: token })
  })
  const shop = { tools, sandbox, deps, box, storeId, work }
  const shelve = (sku: string, goods: Goods = {}) => work((ctx) => putOnShelf(ctx, sku, goods))
  return { ...shop, shelve, ...syncing(shop), ...looking(shop) }
}

const newStore = {
  slug: 'palm-house',
  name: { en: 'Palm House', ar: 'بيت النخيل' },
  currency: 'SAR',
  country: 'SA',
  timeZone: 'Asia/Riyadh',
  languages: ['en', 'ar'] as const,
  defaultLanguage: 'en' as const,
  phoneNumberId,
  displayPhoneNumber: '+966500000001',
  wabaId,
  catalogId,
}

type Shop = {
  tools: Awaited<ReturnType<typeof openTools>>
  sandbox: { url: string }
  deps: CatalogSyncDeps
  storeId: string
  work: <T>(job: (ctx: StoreContext) => Promise<T>) => Promise<T>
}

export type Shelved = { productId: string; variantId: string; retailerId: string }

type Goods = Partial<NewProduct> & { price?: number; onHand?: number; picture?: boolean }

/** A product with one variant and a picture, its SKU as the retailer id. */
async function putOnShelf(ctx: StoreContext, sku: string, goods: Goods): Promise<Shelved> {
  const { price = 6_000, onHand = 5, picture = true, ...product } = goods
  const productId = await createProduct(ctx, {
    title: { en: `Dates ${sku}` },
    description: { en: 'Fresh from the farm' },
    brand: null,
    status: 'active',
    hidden: false,
    options: [],
    variants: [{ sku, optionValues: [], price, compareAt: null, onHand }],
    ...product,
  })
  const body = Buffer.from(`picture of ${sku}`)
  const image = { body, width: 800, height: 800, sha256: createHash('sha256').update(body).digest() }
  if (picture) await addProductImage(ctx, { productId, image })
  const [row] = await ctx.tx.query<{ id: string }>('select id from variants where store_id = $1 and sku = $2', [
    ctx.storeId,
    sku,
  ])
  return { productId, variantId: row?.id ?? '', retailerId: sku }
}

function syncing({ tools, deps, storeId }: Shop) {
  const relay = eventRelay(catalogListeners({ publicUrl }))
  const drain = catalogSyncDrain(deps, { settleSeconds: 0 })
  const system = (text: string, values: readonly unknown[] = []) => tools.database.system(text, values)
  const step = () => runAll(drain, tools)
  const told = () => runAll(relay, tools)
  const later = async () => {
    await system(`update catalog_batches set next_check_at = clock_timestamp() where state = 'sent'`)
    await system(`delete from schedule where job in ('catalog.line', 'catalog.calls')`)
  }
  return {
    system,
    /** Tells the sync what changed. */
    told,
    /** One look by a worker: sends what may be sent, asks about what is due. */
    step,
    /** Time goes by for batches under way, and Meta's minute is over. */
    later,
    /** Runs one of the catalog's chores; its stores are due again. */
    async run(name: string) {
      await system(`delete from schedule where job like 'catalog.% of a store'`)
      await catalogChores(deps)
        .find((chore) => chore.name === name)
        ?.run(tools)
    },
    /** Time goes by until everything that failed may be tried again. */
    async muchLater() {
      await system('update catalog_items set retry_at = clock_timestamp() where retry_at is not null')
    },
    /** Works until nothing can be done any more; what waits for a retry goes on waiting. */
    async settle() {
      await told()
      for (let round = 0; round < 400; round += 1) {
        await step()
        const [open] = await tools.database.system<{ busy: boolean }>(BUSY, [storeId])
        if (open?.busy !== true) return
        await later()
        await sleep(10)
      }
      throw new Error('the sync did not come to rest')
    },
  }
}

const BUSY = `select exists (select from catalog_batches where store_id = $1 and state in ('building', 'sent'))
  or exists (select from catalog_items where store_id = $1 and dirty_since is not null
    and coalesce(retry_at, '-infinity') <= clock_timestamp()) as busy`

async function runAll(drain: Drain, tools: Shop['tools']): Promise<void> {
  for (let shard = 0; shard < SHARD_COUNT; shard += 1) {
    while (await drain.run(shard, tools));
  }
}

function looking({ sandbox, work }: Shop) {
  const control = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await fetch(`${sandbox.url}/control${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    return answer.json()
  }
  return {
    control,
    misbehave: (fault: Record<string, unknown>) => control('POST', '/misbehave', fault),
    /** What Meta holds, by retailer id. */
    async atMeta(): Promise<Map<string, Json>> {
      const items = new Map<string, Json>()
      let next: string | undefined = `${sandbox.url}/v26.0/${catalogId}/products?limit=500&fields=${metaFields}`
      while (next !== undefined) {
        const answer: Json = await (await fetch(next, { headers: { authorization: `Bearer ${token}` } })).json()
        for (const item of answer.data) items.set(item.retailer_id, item)
        next = answer.paging?.next
      }
      return items
    },
    /** The retailer ids of each batch that reached Meta, in order. */
    async batches(): Promise<string[][]> {
      const { entries } = await control('GET', '/journal?kind=graph')
      return entries
        .filter(({ path, status }: Json) => path.endsWith('/items_batch') && status === 200)
        .map(({ body }: Json) => body.requests.map((request: Json) => request.data.id))
    },
    async state(item: Shelved): Promise<SyncState | undefined> {
      return (await work(({ tx, storeId }) => readSyncStates(tx, storeId, [item.variantId]))).get(item.variantId)
    },
    async problems(): Promise<{ code: string; fix: string; details: Json }[]> {
      return work(({ tx, storeId }) =>
        tx.query(
          'select code, fix, details from store_problems where store_id = $1 and resolved_at is null order by code',
          [storeId],
        ),
      )
    },
  }
}

const metaFields =
  'id,retailer_id,name,price,sale_price,availability,review_status,url,image_url,brand,retailer_product_group_id'
