import { rememberingAuthenticator } from '#modules/stores/index.ts'
import packageJson from '#package.json' with { type: 'json' }
import { BellRinger } from '#platform/bells.ts'
import { Inbox } from '#platform/inbox.ts'
import { createMetrics } from '#platform/metrics.ts'
import { deriveSecret } from '#platform/secret-box.ts'
import { endInTime } from './end-in-time.ts'
import { buildHttp } from './http/build.ts'
import { buildMetrics } from './http/build-metrics.ts'
import { openCounters } from './http/limits.ts'
import { pendingMigrations } from './pending-migrations.ts'
import { routesOf } from './routes.ts'
import { type AppOptions, bellTransport, openRuntime } from './runtime.ts'

export type RunningServer = AsyncDisposable & {
  /** Where it listens; shoppers and Meta reach it by the configured public URL. */
  url: string
  metricsUrl: string
}

const REQUESTS_A_MINUTE = { perKey: 6_000, perAddress: 600 }

/** Opens the HTTP side: webhooks in, the owner's API, pay and tracking pages, and the metrics on their own listener. */
export async function openServer(options: AppOptions): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack()
  const { config, log } = options
  const ringer = new BellRinger(bellTransport(config), log)
  stack.defer(() => ringer.close())
  const runtime = stack.use(openRuntime(options, { role: 'server', onBells: (bells) => ringer.ring(bells) }))
  const { database, environment } = runtime
  const inbox = new Inbox(database, (bells) => ringer.ring(bells))
  const metrics = createMetrics(database)
  const redis = config.redisUrl === null ? null : openCounters(config.redisUrl, config.redisPrefix)
  if (redis !== null) stack.defer(() => redis.disconnect())
  const http = await buildHttp({
    tools: {
      database,
      environment,
      cursorSecret: cursorSecret(config),
      authenticate: rememberingAuthenticator(database, environment.now),
    },
    log,
    trustProxy: config.http.trustProxy,
    publicUrl: config.http.publicUrl,
    version: packageJson.version,
    limits: { ...REQUESTS_A_MINUTE, redis },
    pendingMigrations: () => pendingMigrations(config.databaseUrl),
    onAnswer: metrics.onAnswer,
    routes: routesOf(runtime, inbox),
  })
  stack.defer(() => endInTime(database, () => http.close()))
  const listener = buildMetrics(metrics)
  stack.defer(() => listener.close())
  const url = await http.listen({ host: config.http.host, port: config.http.port })
  const metricsUrl = await listener.listen({ host: config.http.host, port: config.http.metricsPort })
  const running = stack.move()
  return { url, metricsUrl, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

function cursorSecret({ masterKeys }: AppOptions['config']): Uint8Array {
  const [first] = masterKeys
  if (first === undefined) throw new RangeError('There is no master key to derive the cursor secret from.')
  return deriveSecret(first, 'cursors')
}
