import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

/** Where a real Redis is, or undefined: then the run covers the PostgreSQL backend of the queues alone. */
export function testRedisUrl(): string | undefined {
  return process.env.TEST_REDIS_URL || process.env.REDIS_URL || undefined
}

/** A key prefix of its own for this test; its keys are removed when the test ends. */
export function reserveRedisPrefix(t: Teardown, url: string): string {
  const prefix = `dukkan-test-${randomBytes(6).toString('hex')}`
  t.teardown(() => removeKeys(url, prefix))
  return prefix
}

async function removeKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url)
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 500 })) {
      if (keys.length > 0) await redis.unlink(...keys)
    }
  } finally {
    redis.disconnect()
  }
}
