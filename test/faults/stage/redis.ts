import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePorts } from '#platform/free-ports.ts'
import { leaveWill } from './last-will.ts'

/** A real Redis that keeps nothing, to be wiped, stopped and killed. */
export type RedisStage = AsyncDisposable & {
  port: number
  wipe: () => Promise<void>
  /** Dies and is started again, empty. */
  crash: () => Promise<void>
  pause: (ms: number) => Promise<void>
}

const READY_MS = 10_000

/** Null where no redis-server is installed. */
export async function openRedis(folder: string): Promise<RedisStage | null> {
  const [port = 0] = await freePorts(1)
  const dir = join(folder, 'redis')
  await mkdir(dir, { recursive: true })
  const first = await launch(port, dir)
  if (first === null) return null
  let child = first
  const takeBack = leaveWill(() => child.kill('SIGKILL'))
  const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null })
  client.on('error', () => undefined)
  return {
    port,
    wipe: async () => {
      await client.flushall()
    },
    crash: async () => {
      await stop(child, 'SIGKILL')
      const next = await launch(port, dir)
      if (next === null) throw new Error('redis-server did not come back')
      child = next
    },
    pause: async (ms) => {
      child.kill('SIGSTOP')
      await sleep(ms)
      child.kill('SIGCONT')
    },
    async [Symbol.asyncDispose]() {
      client.disconnect()
      takeBack()
      await stop(child, 'SIGKILL')
    },
  }
}

async function launch(port: number, dir: string): Promise<ChildProcess | null> {
  const options = `--port ${port} --bind 127.0.0.1 --dir ${dir} --save  --appendonly no`
  const child = spawn('redis-server', options.split(' '), { stdio: 'ignore' })
  const spawned = await once(child, 'spawn').then(
    () => true,
    () => false,
  )
  if (!spawned) return null
  await untilAnswers(port)
  return child
}

async function untilAnswers(port: number): Promise<void> {
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => undefined)
  const end = performance.now() + READY_MS
  try {
    while (performance.now() < end) {
      const connected = await client.connect().then(
        () => true,
        () => false,
      )
      if (connected) return
      await sleep(20)
    }
    throw new Error('redis-server did not answer')
  } finally {
    client.disconnect()
  }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
