import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from './db.ts'

export type HttpAnswer = { method: string; route: string; status: number; seconds: number }

export type Metrics = {
  readonly registry: Registry
  readonly onAnswer: (answer: HttpAnswer) => void
}

type Depth = { queue: string; waiting: number; oldest: number }

/** What an operator watches: answers by route, what waits in each queue and for how long, and the process itself. */
export function createMetrics(database: Database): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'dukkan_' })
  const answers = new Histogram({
    name: 'dukkan_http_seconds',
    help: 'Time to answer a request, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers: [registry],
  })
  watchQueues(registry, database)
  return {
    registry,
    onAnswer: ({ method, route, status, seconds }) => answers.observe({ method, route, status }, seconds),
  }
}

function watchQueues(registry: Registry, database: Database): void {
  const depths = onceAScrape(() => database.system<Depth>(READ_DEPTHS))
  const shared = { labelNames: ['queue'], registers: [registry] }
  new Gauge({
    ...shared,
    name: 'dukkan_queue_waiting',
    help: 'Rows that wait to be worked on.',
    async collect() {
      for (const { queue, waiting } of await depths()) this.set({ queue }, waiting)
    },
  })
  new Gauge({
    ...shared,
    name: 'dukkan_queue_oldest_seconds',
    help: 'Age of what has waited longest.',
    async collect() {
      for (const { queue, oldest } of await depths()) this.set({ queue }, oldest)
    },
  })
}

/** Gauges are collected together; while one reads, the others wait for the same rows. */
function onceAScrape<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= read().finally(() => {
      running = undefined
    })
    return running
  }
}

const READ_DEPTHS = {
  name: 'metrics_depths',
  text: `with waiting as (
      select 'inbox_' || kind as queue, received_at as since from inbox where outcome is null
      union all select 'events', created_at from events where outcome is null
      union all select 'messages_' || state, queued_at from messages where open
      union all select 'problems', opened_at from store_problems where resolved_at is null
    ), names (queue) as (
      values ('inbox_message'), ('inbox_status'), ('inbox_notice'), ('inbox_stripe'), ('events'),
        ('messages_queued'), ('messages_sending'), ('messages_in_doubt'), ('problems')
    )
    select names.queue, count(since)::int as waiting,
      coalesce(extract(epoch from clock_timestamp() - min(since)), 0)::float8 as oldest
    from names left join waiting using (queue) group by names.queue`,
}
