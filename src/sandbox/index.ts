import { makeClock, makeTimers, type SharedClock, shareClock } from './clock.ts'
import { openCrawler } from './crawler.ts'
import { makeFaults } from './faults.ts'
import { emptyMeta } from './graph/meta-model.ts'
import { openJournal } from './journal.ts'
import { openNews } from './news.ts'
import { addPeople, PersonSchema, type SandboxPerson } from './people.ts'
import { makeRandom } from './random.ts'
import { buildServer } from './server.ts'
import type { SandboxState, SandboxTiming } from './state.ts'
import { expireDue } from './stripe/session-expiry.ts'
import { openSender } from './webhooks/sender.ts'
import { indexWorld, type SandboxWorld } from './world.ts'

export type { SharedClock } from './clock.ts'
export type { SandboxPerson } from './people.ts'
export type { SandboxTiming } from './state.ts'
export type { SandboxWorld } from './world.ts'

export type SandboxOptions = {
  host?: string
  /** 0 takes any free port. */
  port?: number
  world: SandboxWorld
  /** Every request and delivery as NDJSON, appended. */
  journalFile?: string
  now?: () => Date
  /** Instead of `now`: a clock that the shop lives by too. */
  clock?: SharedClock
  /** The same seed and calls give the same ids and faults; without one, ids differ from run to run. */
  seed?: number
  timing?: Partial<SandboxTiming>
  /** How shops and browsers reach the sandbox, when that isn't the address it listens on. */
  publicUrl?: string
  /** Who is there when the sandbox opens and after each reset. */
  people?: SandboxPerson[]
  /** The folder with the built phone, shown at `/`. */
  phoneDir?: string
}

export type Sandbox = AsyncDisposable & {
  url: string
  /** Replaces the whole world; chats, catalogs and payments stay. */
  setWorld: (world: SandboxWorld) => void
  /** Where Meta's webhooks go from now on. */
  setWebhookUrl: (url: string) => void
  /** Where one Stripe account's webhooks go from now on. */
  setStripeWebhookUrl: (secretKey: string, url: string) => void
  readonly world: SandboxWorld
  close: () => Promise<void>
}

const defaultTiming: SandboxTiming = {
  statusDelaysMs: [5, 15, 40],
  reviewDelayMs: 20,
  batchDelayMs: 20,
  webhookBatchMs: 0,
  webhookRetryMs: [200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000],
  webhookTimeoutMs: 10_000,
}

const sweepMs = 500

/** Starts a fake Meta and a fake Stripe on one port: exact wire shapes, well-behaved until told otherwise. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = makeState(options)
  addPeople(state)
  const app = await buildServer(state, options.phoneDir)
  const { host = '127.0.0.1', port = 0 } = options
  const address = await app.listen({ host, port })
  state.url = (options.publicUrl ?? address).replace(/\/$/, '')
  const sweep = setInterval(() => sweepSessions(state), sweepMs).unref()
  const close = async () => {
    clearInterval(sweep)
    state.timers.stop()
    await Promise.all([app.close(), state.hooks.close(), state.crawler.close()])
    await state.journal.close()
  }
  return {
    url: state.url,
    get world() {
      return state.world.config
    },
    setWorld: (world) => {
      state.world = indexWorld(world)
    },
    setWebhookUrl: (url) => {
      state.world.config.webhookUrl = url
    },
    setStripeWebhookUrl: (secretKey, url) => {
      const account = state.world.stripeByKey.get(secretKey)
      if (account === undefined) throw new Error('The world has no Stripe account with this key.')
      account.webhookUrl = url
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function makeState(options: SandboxOptions): SandboxState {
  const clock = options.clock === undefined ? makeClock(options.now ?? (() => new Date())) : shareClock(options.clock)
  const timers = makeTimers()
  const random = makeRandom(options.seed ?? clock.ms())
  const news = openNews(clock.ms())
  const journal = openJournal(options.journalFile, (entry) => news.publish({ kind: 'journal', entry }))
  const faults = makeFaults(random, () => news.publish({ kind: 'faults' }))
  const timing = { ...defaultTiming, ...options.timing }
  const hooks = openSender({ timers, faults, journal, now: clock.now, settings: timing })
  const world = indexWorld(options.world)
  return {
    url: '',
    world,
    clock,
    timers,
    random,
    journal,
    faults,
    timing,
    hooks,
    news,
    crawler: openCrawler(),
    meta: emptyMeta(),
    people: (options.people ?? []).map((person) => PersonSchema.parse(person)),
    stripe: new Map(),
    batch: [],
    counter: 0,
  }
}

function sweepSessions(state: SandboxState): void {
  for (const account of state.stripe.values()) expireDue(state, account)
}
