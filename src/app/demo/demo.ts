import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { environmentWith, readDemoConfig } from '#app/config.ts'
import { readSecrets } from '#app/start/demo-secrets.ts'
import { startAll } from '#app/start/start.ts'
import { freePorts } from '#platform/free-ports.ts'
import { seedStores } from '#seeds/content/index.ts'
import { countBilled, type DemoShop, ownerReads } from './courier.ts'
import { control } from './phone.ts'
import { cardInEnglish, cashInArabic, type Play } from './plays.ts'
import { transcript } from './transcript.ts'

export type DemoResult = {
  demo: 'ok'
  orders: {
    number: number
    language: string
    payment: string
    paymentStatus: string
    fulfillmentStatus: string
    total: { amount: number; currency: string }
  }[]
  messagesSent: number
  billedMessagesPerOrder: number
  replyP50Ms: number
  replyP95Ms: number
}

type Audience = { log: Logger; say: (line: string) => void }

/** Plays both purchases against the shop that runs here, or against one of its own that is gone afterwards. */
export async function playDemo({ log, say }: Audience): Promise<DemoResult> {
  await using stack = new AsyncDisposableStack()
  const shop = (await runningShop()) ?? (await ownShop(stack, { log, say }))
  await catalogSynced(shop)
  const plays: Play[] = []
  for (const play of [cardInEnglish, cashInArabic]) {
    const played = await play(shop)
    say(`\n── ${played.title} ${'─'.repeat(Math.max(0, 60 - played.title.length))}\n`)
    say(transcript(played.phone.person.name, await played.phone.chat()))
    plays.push(played)
  }
  const billed = await Promise.all(plays.map(({ order }) => countBilled(shop, order.shopperId)))
  return resultOf(plays, billed)
}

/** The shop that `npm start` runs with the same settings, when there is one. */
async function runningShop(): Promise<DemoShop | null> {
  const config = demoSettings()
  const secrets = await readSecrets(config.dataDir)
  const [store] = seedStores
  const apiKey = store && secrets?.stores[store.slug]?.apiKey
  if (store === undefined || apiKey === undefined || apiKey === null) return null
  const { host, port } = config.http
  const shop = {
    url: `http://${host}:${port}`,
    sandboxUrl: `http://${host}:${config.sandbox.port}`,
    apiKey,
    phoneNumberId: store.phoneNumberId,
  }
  try {
    await control(`${shop.sandboxUrl}/control/state`)
    await ownerReads(shop, '/v1/store')
    return shop
  } catch {
    return null
  }
}

function demoSettings() {
  const placeholder = Buffer.alloc(32, 1).toString('base64')
  return readDemoConfig({
    WHATSAPP_APP_ID: '1',
    WHATSAPP_APP_SECRET: 'unused',
    WHATSAPP_VERIFY_TOKEN: 'unused',
    DUKKAN_MASTER_KEYS: `unused:${placeholder}`,
  })
}

async function ownShop(stack: AsyncDisposableStack, { log, say }: Audience): Promise<DemoShop> {
  say('Nothing runs here, so the demo opens a shop of its own …')
  const dataDir = await mkdtemp(join(tmpdir(), 'dukkan-demo-'))
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  const [port, sandboxPort, metricsPort] = await freePorts(3)
  const variables = environmentWith({
    DATABASE_URL: '',
    REDIS_URL: '',
    PUBLIC_URL: '',
    DUKKAN_DATA_DIR: dataDir,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    METRICS_PORT: String(metricsPort),
  })
  const started = stack.use(await startAll({ log, variables }))
  const [first] = started.stores
  if (first === undefined) throw new Error('The demo has no stores.')
  const { url, sandboxUrl } = started
  return { url, sandboxUrl, apiKey: first.apiKey, phoneNumberId: first.store.phoneNumberId }
}

type ItemState = { state: string; reviewStatus: string } | null
type CatalogState = { data: { hidden: boolean; variants: { meta: ItemState }[] }[] }

/** Taken in and not held up by a review; what changes again is shown as it was. */
function isShown(meta: ItemState): boolean {
  if (meta === null) return false
  return meta.reviewStatus === 'approved' || (meta.state === 'in_review' && meta.reviewStatus === '')
}

/** Meta shows only what it has taken in; a fresh catalog needs a moment for that. */
async function catalogSynced(shop: DemoShop): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { data } = await ownerReads<CatalogState>(shop, '/v1/products?limit=100&status=active')
    const shown = data.filter(({ hidden }) => !hidden)
    const states = shown.flatMap(({ variants }) => variants.map(({ meta }) => meta))
    if (states.length > 0 && states.every(isShown)) return
    await setTimeout(100)
  }
  throw new Error('The catalog did not reach Meta within 30 seconds.')
}

function resultOf(plays: readonly Play[], billed: readonly number[]): DemoResult {
  const heard = plays.flatMap(({ phone }) => phone.seen)
  const times = plays.flatMap(({ phone }) => phone.replyTimes).toSorted((a, b) => a - b)
  const orders = plays.map(({ order }) => ({
    number: order.number,
    language: order.language,
    payment: order.paymentMethod,
    paymentStatus: order.paymentStatus,
    fulfillmentStatus: order.fulfillmentStatus,
    total: order.total,
  }))
  return {
    demo: 'ok',
    orders,
    messagesSent: heard.length,
    billedMessagesPerOrder: billed.reduce((sum, count) => sum + count, 0) / orders.length,
    replyP50Ms: quantile(times, 0.5),
    replyP95Ms: quantile(times, 0.95),
  }
}

function quantile(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0)
}
