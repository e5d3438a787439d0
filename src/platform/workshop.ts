import { setTimeout as sleep } from 'node:timers/promises'
import { crashPoint } from './crash-point.ts'
import type { Bell } from './db.ts'
import type { Leases } from './leases.ts'
import { type ChoreClaim, choreLeases, claimChores, finishChore, planChores } from './schedule.ts'
import type { Chore, Drain, WorkTools } from './work.ts'

export type WorkshopOptions = { drains: readonly Drain[]; chores: readonly Chore[]; tools: WorkTools; sweepMs?: number }

/** Soon enough for a shopper who waits, and seldom enough to cost nothing. */
const ELSEWHERE_MS = 25

/**
 * Where drains and chores run in one process. A shard (or lane) is drained by one runner at a time here; a ring
 * during its run makes it run once more. Other processes are kept apart by row locks, not by this.
 */
export class Workshop {
  readonly #drains: ReadonlyMap<string, Drain>
  readonly #chores: ReadonlyMap<string, Chore>
  readonly #tools: WorkTools
  readonly #sweepMs: number
  readonly #running = new Map<string, { again: boolean; done: Promise<void> }>()
  readonly #busyChores = new Set<Promise<void>>()
  readonly #leases: Leases<ChoreClaim>
  #timer: NodeJS.Timeout | undefined
  #sweeping: Promise<void> = Promise.resolve()
  #open = true

  constructor({ drains, chores, tools, sweepMs = 1000 }: WorkshopOptions) {
    this.#drains = new Map(drains.map((drain) => [drain.name, drain]))
    this.#chores = new Map(chores.map((chore) => [chore.name, chore]))
    this.#tools = tools
    this.#sweepMs = sweepMs
    this.#leases = choreLeases(tools)
  }

  async start(): Promise<void> {
    await planChores(this.#tools.database, [...this.#chores.values()])
    this.#scheduleSweep(0)
  }

  /** Drains a shard; resolves when nothing more was found there. Unknown drains are somebody else's. */
  hear(bell: Bell): Promise<void> {
    const drain = this.#drains.get(bell.drain)
    if (drain === undefined || !this.#open) return Promise.resolve()
    const shard = drain.lanes === undefined ? bell.shard : bell.shard % drain.lanes
    const key = `${bell.drain}.${shard}`
    const running = this.#running.get(key)
    if (running !== undefined) {
      running.again = true
      return running.done
    }
    const run = { again: false, done: Promise.resolve() }
    this.#running.set(key, run)
    run.done = this.#drainShard(drain, shard, run).finally(() => this.#running.delete(key))
    return run.done
  }

  /** Lets what runs finish, and takes nothing new. */
  async close(): Promise<void> {
    this.#open = false
    clearTimeout(this.#timer)
    await this.#sweeping
    await Promise.all([...[...this.#running.values()].map((run) => run.done), ...this.#busyChores])
    await Promise.all([...this.#drains.values()].map((drain) => drain.close?.()))
  }

  async #drainShard(drain: Drain, shard: number, run: { again: boolean }): Promise<void> {
    try {
      let more: boolean | 'elsewhere' = true
      while (this.#open && (more || run.again)) {
        if (more === 'elsewhere') await sleep(ELSEWHERE_MS)
        run.again = false
        const rested = drain.gatherMs === undefined ? undefined : sleep(drain.gatherMs)
        more = await drain.run(shard, this.#tools)
        await rested
      }
    } catch (error) {
      this.#tools.log.error(
        { drain: drain.name, shard, error: messageOf(error) },
        'a drain failed; the sweep will return',
      )
    }
  }

  #scheduleSweep(afterMs: number): void {
    if (!this.#open) return
    this.#timer = setTimeout(() => {
      this.#sweeping = this.#sweep().finally(() => this.#scheduleSweep(this.#sweepMs))
    }, afterMs)
  }

  async #sweep(): Promise<void> {
    try {
      for (const drain of this.#drains.values()) {
        const shards = await drain.waiting(this.#tools)
        for (const shard of shards) void this.hear({ drain: drain.name, shard })
      }
      const claims = await claimChores(this.#tools.database, [...this.#chores.keys()])
      if (claims.length > 0) crashPoint('schedule.claimed')
      for (const claim of claims) {
        const work = this.#leases
          .during(claim, () => this.#runChore(claim))
          .finally(() => this.#busyChores.delete(work))
        this.#busyChores.add(work)
      }
    } catch (error) {
      this.#tools.log.error({ error: messageOf(error) }, 'the sweep failed')
    }
  }

  async #runChore(claim: ChoreClaim): Promise<void> {
    const chore = this.#chores.get(claim.job)
    if (chore === undefined) return
    let failure: string | null = null
    try {
      await chore.run(this.#tools)
      crashPoint('schedule.effect_committed')
    } catch (error) {
      failure = messageOf(error)
      this.#tools.log.error({ chore: chore.name, error: failure }, 'a chore failed')
    }
    try {
      await finishChore(this.#tools.database, { ...claim, everyMs: chore.everyMs, failure })
      crashPoint('schedule.advanced')
    } catch (error) {
      this.#tools.log.error({ chore: chore.name, error: messageOf(error) }, 'a chore could not be marked done')
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
