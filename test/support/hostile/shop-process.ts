// A server or a worker in a process of its own, so that its death and its memory can be seen. Told what to do over IPC.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { readConfig } from '#app/config.ts'
import type { AppOptions } from '#app/runtime.ts'
import { createLogger } from '#platform/logger.ts'

const [role = ''] = process.argv.slice(2)

async function open(options: AppOptions): Promise<AsyncDisposable> {
  if (role === 'server') return (await import('#app/server.ts')).openServer(options)
  return (await import('#app/worker.ts')).openWorker(options)
}

const config = readConfig()
if (config.databaseUrl === null) throw new Error('a shop process needs DATABASE_URL')
const log = createLogger({ level: config.log.level })
const running = await open({ config: { ...config, databaseUrl: config.databaseUrl }, log })
const delay = monitorEventLoopDelay({ resolution: 10 })
delay.enable()

const wishes: Record<string, () => Promise<void>> = {
  async measure() {
    // Twice, with a pause: what the first collection frees may hold what the second can.
    for (const pauseMs of [200, 300]) {
      globalThis.gc?.()
      await setTimeout(pauseMs)
    }
    process.send?.({ ...process.memoryUsage(), loopP99Ms: delay.percentile(99) / 1e6 })
    delay.reset()
  },
  async close() {
    await running[Symbol.asyncDispose]()
    process.disconnect()
  },
}

process.on('message', (wish) => void wishes[String(wish)]?.())
process.send?.('ready')
