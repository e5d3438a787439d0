import type { FastifyRateLimitStore, RateLimitPluginOptions } from '@fastify/rate-limit'
import { Redis } from 'ioredis'
import { Refusal } from '#shared/errors.ts'

export type RateLimits = {
  /** Requests a minute for one API key, and for one address without one. */
  perKey: number
  perAddress: number
  /** Shared counters; without them, or while they are away, every process counts for itself. */
  redis: Redis | null
}

const MINUTE_MS = 60_000

/** Shared counters: while Redis is away or silent no request waits for them longer than a second. */
export function openCounters(url: string, prefix: string): Redis {
  const keyPrefix = `${prefix}:`
  const redis = new Redis(url, { keyPrefix, maxRetriesPerRequest: 1, connectTimeout: 1_000, socketTimeout: 1_000 })
  redis.on('error', () => undefined)
  return redis
}

/** Counts by API key, else by address. Webhooks are not counted: they are signed, and what is refused comes again. */
export function limitsOf({ perKey, perAddress, redis }: RateLimits): RateLimitPluginOptions {
  return {
    timeWindow: MINUTE_MS,
    max: (request) => (request.principal === null ? perAddress : perKey),
    keyGenerator: (request) =>
      request.principal === null ? `address ${request.ip}` : `key ${request.principal.keyId}`,
    allowList: (request) => request.routeOptions.url?.startsWith('/webhooks/') === true,
    errorResponseBuilder: (_request, { after }) =>
      new Refusal({
        kind: 'too-many',
        code: 'too-many-requests',
        message: 'Too many requests in one minute.',
        fix: `Wait ${after} and go slower.`,
      }),
    ...(redis !== null && { store: countingIn(redis) }),
  }
}

type Counted = { current: number; ttl: number }
type Told = (error: Error | null, result?: Counted) => void

/** While Redis is away each process counts alone, and every request double, so that two of them allow no more than one. */
const ALONE_WEIGHT = 2

function countingIn(redis: Redis): new () => FastifyRateLimitStore {
  const alone = new LocalCounts()
  return class {
    incr(key: string, tell: Told, windowMs: number): void {
      countShared(redis, key, windowMs)
        .catch(() => alone.count(key, windowMs, ALONE_WEIGHT))
        .then(
          (counted) => tell(null, counted),
          (error: Error) => tell(error),
        )
    }

    child(): FastifyRateLimitStore {
      return this
    }
  }
}

async function countShared(redis: Redis, key: string, windowMs: number): Promise<Counted> {
  const place = `dukkan-limit ${key}`
  const answers = await redis.multi().incr(place).pexpire(place, windowMs, 'NX').pttl(place).exec()
  const [current, , ttl] = (answers ?? []).map(([error, value]) => (error === null ? Number(value) : Number.NaN))
  if (current === undefined || ttl === undefined || Number.isNaN(current + ttl)) throw new Error('Redis did not count')
  return { current, ttl }
}

const MOST_KEPT = 10_000

/** Fixed windows in memory, bounded so that made-up addresses cannot fill it. */
class LocalCounts {
  readonly #counts = new Map<string, { current: number; until: number }>()

  count(key: string, windowMs: number, weight: number): Counted {
    const now = performance.now()
    const known = this.#counts.get(key)
    const entry = known !== undefined && known.until > now ? known : { current: 0, until: now + windowMs }
    if (this.#counts.size >= MOST_KEPT && known === undefined) this.#forgetOld(now)
    entry.current += weight
    this.#counts.set(key, entry)
    return { current: entry.current, ttl: Math.ceil(entry.until - now) }
  }

  #forgetOld(now: number): void {
    for (const [key, { until }] of this.#counts) if (until <= now) this.#counts.delete(key)
    if (this.#counts.size >= MOST_KEPT) this.#counts.clear()
  }
}
