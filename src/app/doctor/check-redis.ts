import { Redis } from 'ioredis'
import { type Finding, faultsOr, verdicts } from './finding.ts'

const TIMEOUT_MS = 5_000
/** What BullMQ asks for. https://docs.bullmq.io/guide/redis-tm-compatibility */
const OLDEST = [6, 2] as const

/** Redis carries doorbells where it is set; PostgreSQL does otherwise. */
export async function checkRedis(url: string | null): Promise<Finding[]> {
  const { pass, skip, warn, fail } = verdicts('redis')
  if (url === null) return [skip('not used: PostgreSQL carries the doorbells')]
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let lastError = ''
  redis.on('error', (error: Error) => {
    lastError = error.message
  })
  try {
    await redis.connect()
    const facts = factsIn(await redis.info())
    const version = facts.get('redis_version') ?? '0'
    const policy = facts.get('maxmemory_policy') ?? 'unknown'
    return faultsOr(
      [
        isOlder(version) && fail(`version ${version}`, `Upgrade Redis to ${OLDEST.join('.')} or newer.`),
        policy !== 'noeviction' &&
          warn(
            `maxmemory-policy is ${policy}, so doorbells may be thrown away and work waits for the sweep`,
            'Set maxmemory-policy noeviction in redis.conf.',
          ),
      ],
      pass(`version ${version}, ${policy}`),
    )
  } catch (error) {
    const reason = lastError || (error instanceof Error ? error.message : String(error))
    return [
      fail(
        `cannot be reached: ${reason}`,
        'Start Redis or correct REDIS_URL; without REDIS_URL PostgreSQL carries the doorbells.',
      ),
    ]
  } finally {
    redis.disconnect()
  }
}

function factsIn(info: string): Map<string, string> {
  const lines = info.split(/\r?\n/).filter((line) => line.includes(':'))
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
}
