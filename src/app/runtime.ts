import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { StripeAccounts } from '#modules/payments/index.ts'
import { StoreSecrets } from '#modules/stores/index.ts'
import type { BellTransport } from '#platform/bells.ts'
import type { Environment } from '#platform/context.ts'
import { type Bell, Database } from '#platform/db.ts'
import { GraphClient } from '#platform/graph/client.ts'
import { SecretBox } from '#platform/secret-box.ts'
import { makeIds } from '#shared/ids.ts'
import type { Config } from './config.ts'

/** A configuration whose database is known: given by DATABASE_URL, or the embedded one that was just started. */
export type ReadyConfig = Config & { databaseUrl: string }

export type AppOptions = { config: ReadyConfig; log: Logger; environment?: Environment }

/** What a server and a worker share: each process opens its own. */
export type Runtime = AsyncDisposable & {
  config: ReadyConfig
  log: Logger
  environment: Environment
  database: Database
  box: SecretBox
  secrets: StoreSecrets
  stripe: StripeAccounts
  graph: GraphClient
}

/** The real time and real randomness; tests bring their own. */
export function systemEnvironment(): Environment {
  const bytes = (size: number) => new Uint8Array(randomBytes(size))
  return { now: () => new Date(), newId: makeIds(() => Date.now(), bytes), randomBytes: bytes }
}

export type RuntimeRole = { role: 'server' | 'worker' | 'cli'; onBells?: (bells: readonly Bell[]) => void }

/** Somebody waits for a server's answer; an operator waits for as long as a question over everything takes. */
const PATIENCE_MS = { server: 10_000, worker: 30_000, cli: 0 } as const

export function openRuntime(
  { config, log, environment = systemEnvironment() }: AppOptions,
  { role, onBells }: RuntimeRole,
): Runtime {
  const database = new Database({
    url: config.databaseUrl,
    poolSize: config.databasePool,
    applicationName: `dukkan ${role}`,
    patienceMs: PATIENCE_MS[role],
    ...(onBells && { onBells }),
    onPoolError: (error) => log.warn({ err: error }, 'a database connection broke while idle'),
  })
  const box = new SecretBox(config.masterKeys, environment.randomBytes)
  const secrets = new StoreSecrets(database, box, environment.now)
  const graph = new GraphClient({ baseUrl: config.whatsapp.graphUrl, version: config.whatsapp.graphVersion })
  return {
    config,
    log,
    environment,
    database,
    box,
    secrets,
    stripe: new StripeAccounts(secrets, { url: config.stripe.url }),
    graph,
    async [Symbol.asyncDispose]() {
      await graph.close()
      await database.close()
    },
  }
}

/** Redis where there is one; PostgreSQL carries the bells otherwise. */
export function bellTransport({ redisUrl, redisPrefix, databaseUrl }: ReadyConfig): BellTransport {
  return redisUrl === null
    ? { kind: 'postgres', url: databaseUrl }
    : { kind: 'redis', url: redisUrl, prefix: redisPrefix }
}
