import { setTimeout } from 'node:timers/promises'
import { createPostgresBackend, Queue, type QueueOptions, Worker, type WorkerOptions, withBackend } from 'bullmq'
import type { Logger } from 'pino'
import type { Bell } from './db.ts'

/** Where doorbells travel. Either may be wiped at any moment: the sweep of the workshop finds what was rung for. */
export type BellTransport = { kind: 'redis'; url: string; prefix: string } | { kind: 'postgres'; url: string }

const QUEUE = 'dukkan-bells'
const RETRY_MS = 250
const CLOSE_MS = 3000
/** While a worker is busy with what it was rung for, more bells for it can wait and go together. */
const GATHER_MS = 40
const POSTGRES_SCHEMA = 'bullmq'
/** More than one ring for a shard that is being drained is one ring for when it is done. */
const jobOptions = (bell: Bell) => ({
  deduplication: { id: `${bell.drain}.${bell.shard}`, keepLastIfActive: true },
  removeOnComplete: true,
  removeOnFail: true,
})

/** Rings other processes. Never awaited by who rings: the first bell goes at once, those of the next moment together. */
export class BellRinger {
  readonly #queue: Queue
  readonly #log: Logger
  #pending = new Map<string, Bell>()
  #sending: Promise<void> | undefined
  readonly #closing = new AbortController()

  constructor(transport: BellTransport, log: Logger) {
    this.#log = log
    this.#queue = openQueue(transport)
    this.#queue.on('error', (error) => log.warn({ error: error.message }, 'the bell queue has trouble'))
  }

  ring(bells: readonly Bell[]): void {
    this.#remember(bells)
    this.#sending ??= this.#flush()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await endSoon(async () => {
      await this.#sending
      await this.#queue.close()
    })
  }

  /** There are only so many shards, so what waits for Redis to come back stays small. */
  async #keepForLater(bells: readonly Bell[]): Promise<void> {
    if (this.#closing.signal.aborted) return
    await this.#rest(RETRY_MS)
    if (!this.#closing.signal.aborted) this.#remember(bells)
  }

  async #rest(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined)
  }

  #remember(bells: readonly Bell[]): void {
    for (const bell of bells) this.#pending.set(`${bell.drain}.${bell.shard}`, bell)
  }

  async #flush(): Promise<void> {
    while (this.#pending.size > 0) {
      const bells = [...this.#pending.values()]
      this.#pending.clear()
      try {
        await this.#queue.addBulk(bells.map((bell) => ({ name: bell.drain, data: bell, opts: jobOptions(bell) })))
      } catch (error) {
        this.#log.warn({ error: error instanceof Error ? error.message : String(error) }, 'bells were not rung')
        await this.#keepForLater(bells)
      }
      await this.#rest(GATHER_MS)
    }
    this.#sending = undefined
  }
}

/** Hears what other processes ring. */
export class BellListener {
  readonly #worker: Worker

  constructor(transport: BellTransport, { log, onBell }: { log: Logger; onBell: (bell: Bell) => Promise<void> }) {
    this.#worker = openWorker(transport, async (job) => onBell(job.data as Bell))
    this.#worker.on('error', (error) => log.warn({ error: error.message }, 'the bell queue has trouble'))
  }

  async ready(): Promise<void> {
    await this.#worker.waitUntilReady()
  }

  close(): Promise<void> {
    return endSoon(() => this.#worker.close())
  }
}

/** Whoever carries the bells and is away, or breaks off, must not keep a process from ending in order. */
async function endSoon(end: () => Promise<void>): Promise<void> {
  await Promise.race([end().catch(() => undefined), setTimeout(CLOSE_MS, undefined, { ref: false })])
}

/** Creates BullMQ's own tables where PostgreSQL carries the bells; nothing to do for Redis. */
export async function prepareBells(transport: BellTransport, log: Logger): Promise<void> {
  if (transport.kind === 'redis') return
  const queue = openQueue(transport, true)
  queue.on('error', (error) => log.warn({ error: error.message }, 'the bell queue has trouble'))
  await queue.waitUntilReady()
  await queue.close()
}

const onPostgres = withBackend(createPostgresBackend)

function openQueue(transport: BellTransport, migrate = false): Queue {
  if (transport.kind === 'redis') {
    const options: QueueOptions = {
      connection: redisConnection(transport.url, 'ringer'),
      prefix: transport.prefix,
      skipWaitingForReady: true,
    }
    return new Queue(QUEUE, options)
  }
  return new onPostgres.Queue(QUEUE, { connection: postgresConnection(transport.url, migrate) }) as unknown as Queue
}

function openWorker(transport: BellTransport, work: (job: { data: unknown }) => Promise<void>): Worker {
  const common = { concurrency: 32, maxStalledCount: 10 }
  if (transport.kind === 'redis') {
    const options: WorkerOptions = {
      connection: redisConnection(transport.url, 'listener'),
      prefix: transport.prefix,
      ...common,
    }
    return new Worker(QUEUE, work, options)
  }
  const connection = postgresConnection(transport.url, false)
  return new onPostgres.Worker(QUEUE, work, { connection, ...common }) as unknown as Worker
}

/**
 * A ringer must fail at once while Redis is away (the sweep serves); a listener must wait for it to return, and may hear
 * nothing for the ten seconds that BullMQ waits for a job. A connection that is silent for longer is a dead one.
 */
function redisConnection(url: string, role: 'ringer' | 'listener') {
  return role === 'ringer'
    ? { url, maxRetriesPerRequest: 1, socketTimeout: 2_000 }
    : { url, maxRetriesPerRequest: null, socketTimeout: 15_000 }
}

function postgresConnection(url: string, migrate: boolean) {
  const common = { connectionString: url, schema: POSTGRES_SCHEMA, migrate, max: 4, keepAlive: true }
  return migrate ? common : { ...common, query_timeout: 5_000 }
}
