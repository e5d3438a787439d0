import type { LeanClient } from './lean-client.ts'
import { bodyOf, type Caller, entryOf, type Line, statusValue, type Told, webhookHead } from './webhook-bodies.ts'

type Due = { line: Line; caller: Caller; wamid: string; opaque: string }

export type FeedPlan = { appSecret: string; everyMs: number; perPost: number }

const LADDER: readonly Told['status'][] = ['sent', 'delivered', 'read']

/** Tells the shop of sent, delivered and read: each message climbs one step every `everyMs`, `perPost` steps together. */
export class StatusFeed {
  readonly #client: LeanClient
  readonly #plan: FeedPlan
  readonly #rungs: Due[][] = LADDER.map(() => [])
  #timer: NodeJS.Timeout
  /** Posts that wait for their answer. */
  underWay = 0
  told = 0
  refused = 0

  constructor(client: LeanClient, plan: FeedPlan) {
    this.#client = client
    this.#plan = plan
    this.#timer = setInterval(() => this.#climb(), plan.everyMs)
  }

  add(due: Due): void {
    this.#rungs[0]?.push(due)
  }

  get waiting(): number {
    return this.#rungs.reduce((sum, rung) => sum + rung.length, this.underWay)
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #climb(): void {
    const entries: string[] = []
    for (let place = LADDER.length - 1; place >= 0; place -= 1) {
      const status = LADDER[place]
      const climbing = this.#rungs[place]?.splice(0) ?? []
      if (status === undefined) continue
      for (const { line, caller, ...sent } of climbing)
        entries.push(entryOf(line, statusValue(caller, { ...sent, status })))
      this.#rungs[place + 1]?.push(...climbing)
    }
    for (let start = 0; start < entries.length; start += this.#plan.perPost) {
      void this.#post(entries.slice(start, start + this.#plan.perPost))
    }
  }

  async #post(entries: readonly string[]): Promise<void> {
    const body = bodyOf(entries)
    this.underWay += 1
    try {
      const { status } = await this.#client.send(webhookHead(this.#plan.appSecret, body), body)
      if (status === 200) this.told += entries.length
      else this.refused += 1
    } finally {
      this.underWay -= 1
    }
  }
}
