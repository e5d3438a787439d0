import type { SandboxClock, Timers } from './clock.ts'
import type { Crawler } from './crawler.ts'
import type { Faults } from './faults.ts'
import type { MetaState } from './graph/meta-model.ts'
import type { Journal } from './journal.ts'
import type { News } from './news.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import type { StripeAccount } from './stripe/stripe-model.ts'
import type { MetaPost } from './webhooks/meta-post.ts'
import type { WebhookSender } from './webhooks/sender.ts'
import type { WorldIndex } from './world.ts'

/** How fast the fakes act; real milliseconds, whatever the sandbox clock says. */
export type SandboxTiming = {
  /** From acceptance to `sent`, `delivered`, `read`. */
  statusDelaysMs: [number, number, number]
  /** Until Meta's reviewers approve a template or a catalog item. */
  reviewDelayMs: number
  /** Until a catalog batch is finished. */
  batchDelayMs: number
  /** Pauses before a refused webhook is tried again; the last one refused is given up. */
  webhookRetryMs: number[]
  /** Above 0, Meta's webhooks of that many milliseconds go out together, as under load; 0 sends each alone. */
  webhookBatchMs: number
  webhookTimeoutMs: number
}

/** The whole sandbox as one explicit value; every endpoint is a function of it and a call. */
export type SandboxState = {
  /** Where the sandbox listens; set once it does. */
  url: string
  world: WorldIndex
  /** Who is there from the beginning, and again after a reset. */
  people: Person[]
  clock: SandboxClock
  timers: Timers
  random: Random
  journal: Journal
  faults: Faults
  timing: SandboxTiming
  hooks: WebhookSender
  news: News
  crawler: Crawler
  meta: MetaState
  stripe: Map<string, StripeAccount>
  /** Meta's webhooks waiting to go out together. */
  batch: MetaPost[]
  /** Numbers handed out so far: ids stay unique even when the random part repeats. */
  counter: number
}

export function nextNumber(state: SandboxState): number {
  state.counter += 1
  return state.counter
}
