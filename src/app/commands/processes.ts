import closeWithGrace from 'close-with-grace'
import { loadEnvFile, readConfig } from '#app/config.ts'
import { bellTransport } from '#app/runtime.ts'
import { openServer } from '#app/server.ts'
import { greeting } from '#app/start/greeting.ts'
import { startAll } from '#app/start/start.ts'
import { openWorker } from '#app/worker.ts'
import { prepareBells } from '#platform/bells.ts'
import { armCrashPoint } from '#platform/crash-point.ts'
import { createLogger } from '#platform/logger.ts'
import { openSandbox } from '#sandbox/index.ts'
import { configWithDatabase, say } from './terminal.ts'

/** How long a process may take to finish what it began before it is cut off. */
const GRACE_MS = 15_000

export async function runStart(): Promise<void> {
  const log = createLogger({ level: 'warn' })
  const started = await startAll({ log, say: (line) => say(`  ${line} …`) })
  say(greeting(started))
  untilToldToStop(started)
}

export async function runServer(): Promise<void> {
  const config = configWithDatabase()
  armCrashPoint(config.crashPlan)
  const log = createLogger({ level: config.log.level })
  await prepareBells(bellTransport(config), log)
  const server = await openServer({ config, log })
  log.info({ url: server.url, metrics: server.metricsUrl }, 'the server listens')
  untilToldToStop(server)
}

export async function runWorker(): Promise<void> {
  const config = configWithDatabase()
  armCrashPoint(config.crashPlan)
  const log = createLogger({ level: config.log.level })
  await prepareBells(bellTransport(config), log)
  const worker = await openWorker({ config, log })
  log.info('the worker works')
  untilToldToStop(worker)
}

/** A sandbox of its own starts with an empty world: `PUT /control/world` fills it. */
export async function runSandbox(): Promise<void> {
  loadEnvFile()
  const { sandbox, http, whatsapp } = readConfig()
  const open = await openSandbox({
    host: http.host,
    port: sandbox.port,
    world: { appId: whatsapp.appId, appSecret: whatsapp.appSecret, verifyToken: whatsapp.verifyToken, numbers: [] },
    ...(sandbox.journalFile !== null && { journalFile: sandbox.journalFile }),
  })
  say(`The sandbox listens at ${open.url}; tell it of your numbers with PUT ${open.url}/control/world`)
  untilToldToStop(open)
}

function untilToldToStop(running: AsyncDisposable): void {
  closeWithGrace({ delay: GRACE_MS, logger: false }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`${err.stack ?? err.message}\n`)
    await running[Symbol.asyncDispose]()
  })
}
