import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dukkan, startChild } from '#bench/harness/child.ts'
import { freePorts } from '#platform/free-ports.ts'

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

export type StartedShop = { phoneUrl: string; shopUrl: string }

/** The shop as `npm start` opens it for a newcomer: a folder of its own, free ports, everything else as it comes. */
export async function startShop(t: Teardown): Promise<StartedShop> {
  const folder = await mkdtemp(join(tmpdir(), 'dukkan-browser-'))
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  const [port = 0, metrics = 0, sandbox = 0] = await freePorts(3)
  const child = await startChild({
    name: 'dukkan start',
    command: dukkan('start'),
    environment: {
      DUKKAN_DATA_DIR: join(folder, 'data'),
      PORT: String(port),
      METRICS_PORT: String(metrics),
      SANDBOX_PORT: String(sandbox),
      DATABASE_URL: '',
      REDIS_URL: '',
    },
    logFile: join(folder, 'start.log'),
    ready: 'Ctrl-C',
  })
  t.teardown(async () => child[Symbol.asyncDispose]())
  return { phoneUrl: `http://127.0.0.1:${sandbox}`, shopUrl: `http://127.0.0.1:${port}` }
}
