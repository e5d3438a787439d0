import { sendMessage } from '#modules/messaging/channels/whatsapp/api.ts'
import { laneOf, SENDER } from '#modules/messaging/lanes.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { GraphClient } from '#platform/graph/client.ts'
import type { Leases } from '#platform/leases.ts'
import type { Drain, WorkTools } from '#platform/work.ts'
import type { Aftermath } from './aftermath.ts'
import { type Claimed, claimMessages, messageLeases, waitingLanes } from './claim.ts'
import { Flights } from './flights.ts'
import { judgeOutcome } from './judge-outcome.ts'
import { NumberPauses } from './number-pauses.ts'
import { prepareBatch, type Secrets, type Sendable } from './prepare-batch.ts'
import { answersSomething, markAnswered } from './read-marks.ts'
import { recordBatch } from './record.ts'
import { reportTroubles } from './report-troubles.ts'

export type SenderOptions = {
  graph: GraphClient
  secrets: Secrets
  /** Where our pages are, without a slash at the end. */
  publicUrl: string
  /** Calls under way per lane. */
  inFlight?: number
}

/** The number's limit gives a token at the latest after this long: 1 message a second is the least a store can set. */
const STARVED_RETRY_MS = 50
const MAX_BATCH = 500
const RECORD_RETRIES = 20
const RECORD_RETRY_MS = 250

/**
 * Sends what is queued. A run claims and launches and returns at once, so that one slow call holds up nobody else;
 * results are written in batches of whatever finished while the last batch was written.
 */
export class Sender implements Drain, AsyncDisposable {
  readonly name = SENDER
  readonly #options: SenderOptions
  readonly #flights: Flights
  readonly #pauses = new NumberPauses()
  readonly #claiming = new Map<number, { again: boolean }>()
  readonly #starved = new Map<number, NodeJS.Timeout>()
  #leases: Leases<Claimed> | undefined
  #finished: Aftermath[] = []
  #recording = false
  #open = true

  constructor(options: SenderOptions) {
    this.#options = options
    this.#flights = new Flights(options.inFlight ?? 512)
  }

  waiting({ database }: WorkTools): Promise<number[]> {
    return this.#open ? waitingLanes(database) : Promise.resolve([])
  }

  async run(lane: number, tools: WorkTools): Promise<boolean> {
    const claiming = this.#claiming.get(lane)
    if (claiming !== undefined) {
      claiming.again = true
      return false
    }
    const turn = { again: false }
    this.#claiming.set(lane, turn)
    try {
      do {
        turn.again = false
        await this.#claim(lane, tools)
      } while (turn.again && this.#open)
    } finally {
      this.#claiming.delete(lane)
    }
    return false
  }

  /** Lets what is under way finish and be written down. */
  async close(): Promise<void> {
    this.#open = false
    for (const timer of this.#starved.values()) clearTimeout(timer)
    await this.#flights.allLanded()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #claim(lane: number, tools: WorkTools): Promise<void> {
    const room = this.#flights.room(lane)
    if (room <= 0 || !this.#open) return
    const { messages, starved } = await claimMessages(tools.database, lane, room)
    if (starved) this.#comeBack(lane, tools)
    if (messages.length === 0) return
    crashPoint('outbox.sending_committed')
    this.#leases ??= messageLeases(tools)
    for (const message of messages) this.#leases.hold(message)
    for (const _ of messages) this.#flights.start(lane)
    const readied = await prepareBatch(messages, { ...this.#options, tools })
    for (const message of readied) {
      if ('body' in message) void this.#send(message, tools)
      else this.#finish(message, tools)
    }
    this.#beCourteous(
      readied.filter((message) => 'body' in message),
      tools,
    )
  }

  /** Left out in bursts: Meta counts calls, and an answer matters more than blue ticks. */
  #beCourteous(sendables: readonly Sendable[], tools: WorkTools): void {
    const answers = sendables.filter(answersSomething)
    if (answers.length === 0 || !this.#flights.calm) return
    markAnswered(this.#options.graph, answers, tools).catch((error) => {
      tools.log.warn({ error: String(error) }, 'messages could not be marked as read')
    })
  }

  async #send(sendable: Sendable, tools: WorkTools): Promise<void> {
    const { claimed, body, token } = sendable
    crashPoint('outbox.graph_before')
    const outcome = await sendMessage(this.#options.graph, { phoneNumberId: claimed.phoneNumberId, token }, body)
    if (outcome.kind === 'ok') crashPoint('outbox.graph_after_accept')
    this.#finish(judgeOutcome(sendable, outcome), tools)
  }

  #finish(aftermath: Aftermath, tools: WorkTools): void {
    this.#finished.push(aftermath)
    if (this.#recording) return
    this.#recording = true
    void this.#record(tools)
  }

  async #record(tools: WorkTools): Promise<void> {
    while (this.#finished.length > 0) {
      const batch = this.#finished.splice(0, MAX_BATCH)
      const shards = await this.#recordBatch(batch, tools)
      for (const { claimed } of batch) this.#leases?.letGo(claimed)
      for (const { claimed } of batch) this.#flights.end(laneOf(claimed.shard))
      for (const lane of new Set(shards.map(laneOf))) this.#pump(lane, tools)
    }
    this.#recording = false
  }

  async #recordBatch(batch: readonly Aftermath[], tools: WorkTools): Promise<number[]> {
    const pauses = this.#pauses.after(batch, tools.environment.now())
    for (let attempt = 1; ; attempt += 1) {
      try {
        crashPoint('outbox.before_sent_commit')
        const shards = await recordBatch(tools.database, batch, pauses)
        crashPoint('outbox.after_sent_commit')
        await reportTroubles(tools, batch)
        return shards
      } catch (error) {
        tools.log.error({ error: String(error), messages: batch.length, attempt }, 'results could not be written')
        // Rows left as they are become doubtful when their lease ends, and statuses settle them.
        if (attempt === RECORD_RETRIES) return []
        await new Promise((resolve) => setTimeout(resolve, RECORD_RETRY_MS))
      }
    }
  }

  #pump(lane: number, tools: WorkTools): void {
    if (!this.#open) return
    this.run(lane, tools).catch((error) => {
      tools.log.error({ lane, error: String(error) }, 'a claim failed; the sweep will return')
    })
  }

  #comeBack(lane: number, tools: WorkTools): void {
    if (this.#starved.has(lane)) return
    const timer = setTimeout(() => {
      this.#starved.delete(lane)
      this.#pump(lane, tools)
    }, STARVED_RETRY_MS)
    this.#starved.set(lane, timer.unref())
  }
}
