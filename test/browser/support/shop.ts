import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dukkan, startChild } from '#bench/harness/child.ts'
import { type Control, openControl } from '#phone/state/control.ts'
import { freePorts } from '#platform/free-ports.ts'
import { until } from '#test/support/until.ts'

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
  const phoneUrl = `http://127.0.0.1:${sandbox}`
  await catalogShown(openControl({ baseUrl: phoneUrl, fetch }))
  return { phoneUrl, shopUrl: `http://127.0.0.1:${port}` }
}

type Products = { data: { hidden: boolean; variants: { meta: { state: string } }[] }[] }

/** Meta takes a fresh catalog in after a moment; until the shop knows that, it answers with plain lists. */
async function catalogShown(control: Control): Promise<void> {
  const { numbers } = await control.phone()
  for (const { phoneNumberId } of numbers) {
    const path = '/v1/products?limit=100&status=active'
    const takenIn = async () => {
      const { data } = (await control.shop({ phoneNumberId, method: 'GET', path })).body as Products
      const states = data
        .filter(({ hidden }) => !hidden)
        .flatMap(({ variants }) => variants.map(({ meta }) => meta.state))
      return states.length > 0 && states.every((state) => state === 'in_review' || state === 'listed')
    }
    await until(takenIn, 'Meta has taken the catalog in', 60_000)
  }
}
