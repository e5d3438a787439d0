import { setTimeout as sleep } from 'node:timers/promises'
import { serveAgent } from '#bench/harness/agent.ts'
import { type Latency, latencyOf } from '#bench/harness/stats.ts'
import { type GraphSink, openGraphSink, type Sent } from './graph-sink.ts'
import { LeanClient } from './lean-client.ts'
import { buy, chatter, type Reply, type Script, Shopper, talk, wantLast } from './shopper.ts'
import { StatusFeed } from './status-feed.ts'
import { bodyOf, entryOf, type Line, messageValue, webhookHead } from './webhook-bodies.ts'

export type TurnPlan = {
  /** Where servers listen; each gets its share. */
  ports: number[]
  appSecret: string
  lines: (Line & { currency: string })[]
  prices: Record<string, number>
  script: 'talk' | 'chatter' | 'buy' | 'wantLast'
  /** Messages that a shopper says in one breath, each as soon as the one before is acknowledged; 1 unless told. */
  breath?: number
  /** How many talk at all; a buyer is followed by a new one. */
  shoppers: number
  /** Numbers of shoppers begin after this one; 0 unless told. */
  firstShopper?: number
  statusEveryMs: number
  statusesPerPost: number
}

export type Pace =
  /** So many messages wait for their answer at any time. */
  | { outstanding: number; seconds: number }
  /** The same, until so many were answered. */
  | { outstanding: number; turns: number }
  /** So many messages a second, whether answered or not. */
  | { perSecond: number; seconds: number }

export type TurnFindings = {
  turns: number
  finished: number
  seconds: number
  latency: Latency
  /** From a buyer's first word to the confirmation. */
  whole: Latency
  refused: number
  unanswered: number
  unasked: number
  kinds: Record<string, number>
}

const scripts: Readonly<Record<TurnPlan['script'], Script>> = { talk, chatter, buy, wantLast }

let sink: GraphSink | undefined
let crowd: Crowd | undefined

/** The shoppers, the Graph they are reached by, and the statuses of what they got. */
class Crowd {
  readonly #plan: TurnPlan
  readonly #client: LeanClient
  readonly #feed: StatusFeed
  readonly #byAddress = new Map<string, Shopper>()
  readonly #free: Shopper[] = []
  readonly #times: number[] = []
  readonly #wholes: number[] = []
  readonly #kinds: Record<string, number> = {}
  #made = 0
  #outstanding = 0
  #finished = 0
  #refused = 0
  #unasked = 0
  #onTurn: () => void = () => undefined

  constructor(plan: TurnPlan) {
    this.#plan = plan
    this.#made = plan.firstShopper ?? 0
    this.#client = new LeanClient({ ports: plan.ports, connections: 96 })
    this.#feed = new StatusFeed(this.#client, { ...plan, everyMs: plan.statusEveryMs, perPost: plan.statusesPerPost })
    for (let n = 0; n < plan.shoppers; n += 1) this.#free.push(this.#newShopper())
  }

  async run(pace: Pace): Promise<TurnFindings> {
    this.#times.length = 0
    this.#wholes.length = 0
    this.#finished = 0
    const startedAt = performance.now()
    if ('outstanding' in pace) await this.#keepUp(pace)
    else await this.#keepPace(pace)
    const seconds = (performance.now() - startedAt) / 1000
    const found = { turns: this.#times.length, finished: this.#finished }
    await this.#settle()
    return {
      ...found,
      seconds,
      latency: latencyOf(this.#times),
      whole: latencyOf(this.#wholes),
      refused: this.#refused + this.#feed.refused,
      unanswered: this.#outstanding,
      unasked: this.#unasked,
      kinds: this.#kinds,
    }
  }

  hear(sent: Sent): void {
    const shopper = this.#byAddress.get(`${sent.phoneNumberId} ${sent.to.replace(/^\+/, '')}`)
    if (shopper === undefined) {
      this.#unasked += 1
      return
    }
    this.#feed.add({ line: shopper.line, caller: shopper.caller, wamid: sent.wamid, opaque: sent.opaque })
    const reply = sent.body as Reply
    const kind = reply.interactive?.type ?? reply.type ?? 'unknown'
    this.#kinds[kind] = (this.#kinds[kind] ?? 0) + 1
    if (shopper.awaited === 0) {
      this.#unasked += 1
      return
    }
    this.#answered(shopper, reply)
  }

  close(): void {
    this.#feed.close()
    this.#client.close()
  }

  #answered(shopper: Shopper, reply: Reply): void {
    const now = performance.now()
    this.#times.push(now - shopper.askedAt)
    shopper.awaited -= 1
    shopper.reply = reply
    shopper.turns += 1
    this.#outstanding -= 1
    if (shopper.awaited > 0) return
    if (this.#plan.script === 'buy' && shopper.turns === 6) {
      this.#finished += 1
      this.#wholes.push(now - shopper.startedAt)
      this.#forget(shopper)
      this.#free.push(this.#newShopper())
    } else this.#free.push(shopper)
    this.#onTurn()
  }

  async #keepUp({ outstanding, ...until }: Extract<Pace, { outstanding: number }>): Promise<void> {
    const fill = () => {
      while (this.#outstanding < outstanding && this.#feed.underWay < 32 && this.#mayGoOn(until) && this.#sayNext());
    }
    this.#onTurn = fill
    const timer = setInterval(fill, 20)
    fill()
    if ('seconds' in until) await sleep(until.seconds * 1000)
    else while (this.#times.length < until.turns) await sleep(5)
    clearInterval(timer)
    this.#onTurn = () => undefined
  }

  /** Counted turns end when so many have been asked, not when the last ones are answered. */
  #mayGoOn(until: { seconds: number } | { turns: number }): boolean {
    return 'seconds' in until || this.#times.length + this.#outstanding < until.turns
  }

  async #keepPace({ perSecond, seconds }: { perSecond: number; seconds: number }): Promise<void> {
    const startedAt = performance.now()
    let said = 0
    while (performance.now() - startedAt < seconds * 1000) {
      const due = ((performance.now() - startedAt) / 1000) * perSecond
      for (; said < due; said += 1) this.#sayNext()
      await sleep(2)
    }
  }

  /** False when everybody waits for an answer. */
  #sayNext(): boolean {
    // In the middle of a purchase they go on; those who wait longest go first.
    const shopper = this.#free.shift()
    if (shopper === undefined) return false
    const bodies: string[] = []
    for (let n = 0; n < (this.#plan.breath ?? 1); n += 1) {
      const spoken = shopper.next()
      if (spoken === null) return false
      bodies.push(bodyOf([entryOf(shopper.line, messageValue(shopper.caller, spoken))]))
    }
    shopper.askedAt = performance.now()
    shopper.awaited = bodies.length
    if (shopper.turns === 0) shopper.startedAt = shopper.askedAt
    this.#outstanding += bodies.length
    void this.#postInTurn(bodies)
    return true
  }

  async #postInTurn(bodies: readonly string[]): Promise<void> {
    for (const body of bodies) await this.#post(body)
  }

  async #post(body: string): Promise<void> {
    const { status } = await this.#client.send(webhookHead(this.#plan.appSecret, body), body)
    if (status !== 200) this.#refused += 1
  }

  /** Everybody says the next thing at the same moment; resolves when all are answered. */
  async everyone(): Promise<TurnFindings> {
    return this.run({ outstanding: this.#free.length, turns: this.#free.length })
  }

  /** Waits for the answers under way and until every status is told, half a minute at most. */
  async #settle(): Promise<void> {
    const end = performance.now() + 30_000
    while ((this.#outstanding > 0 || this.#feed.waiting > 0) && performance.now() < end) await sleep(10)
  }

  #newShopper(): Shopper {
    this.#made += 1
    const line = this.#plan.lines[this.#made % this.#plan.lines.length]
    if (line === undefined) throw new Error('there is no number to write to')
    const shopper = new Shopper(this.#made, {
      line,
      prices: this.#plan.prices,
      script: scripts[this.#plan.script],
    })
    for (const address of addressesOf(shopper)) this.#byAddress.set(address, shopper)
    return shopper
  }

  /** Late notices may still come for a while, so the last buyers stay known; nobody else writes to them. */
  #forget(shopper: Shopper): void {
    setTimeout(() => {
      for (const address of addressesOf(shopper)) this.#byAddress.delete(address)
    }, 30_000).unref()
  }
}

function addressesOf({ line, caller }: Shopper): string[] {
  return [`${line.phoneNumberId} ${caller.waId}`, `${line.phoneNumberId} ${caller.bsuid}`]
}

serveAgent({
  /** Answers the port on which Graph is now. */
  graph: async ({ latencyMs }: { latencyMs: number }) => {
    sink = await openGraphSink((sent) => crowd?.hear(sent), latencyMs)
    return sink.port
  },
  gather: (plan: TurnPlan) => {
    crowd?.close()
    crowd = new Crowd(plan)
  },
  run: (pace: Pace) => crowd?.run(pace),
  everyone: () => crowd?.everyone(),
})
