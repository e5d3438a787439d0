import { serveAgent } from '#bench/harness/agent.ts'
import { type Latency, latencyOf } from '#bench/harness/stats.ts'
import { LeanClient } from './lean-client.ts'

export type ApiPlan = {
  port: number
  /** Taken in turn: each key has an allowance of requests a minute. */
  keys: string[]
  /** Asked for in turn. */
  paths: string[]
  connections: number
  seconds: number
}

export type ApiFindings = {
  answers: number
  refused: number
  bytes: number
  seconds: number
  latency: Latency
  firstRefusal: string | null
}

let count = 0

/** Each connection asks again as soon as it is answered, until the time is up. */
async function ask({ port, keys, paths, connections, seconds }: ApiPlan): Promise<ApiFindings> {
  const client = new LeanClient({ ports: [port], connections })
  const times: number[] = []
  let [refused, bytes] = [0, 0]
  let firstRefusal: string | null = null
  const startedAt = performance.now()
  const loop = async () => {
    while (performance.now() - startedAt < seconds * 1000) {
      count += 1
      const head = `GET ${paths[count % paths.length]} HTTP/1.1\r\nhost: shop.example\r\nauthorization: Bearer ${keys[count % keys.length]}\r\n`
      const sentAt = performance.now()
      const answer = await client.send(head, '')
      times.push(performance.now() - sentAt)
      bytes += answer.body.length
      if (answer.status === 200) continue
      refused += 1
      firstRefusal ??= `${answer.status} ${answer.body}`.slice(0, 300)
    }
  }
  await Promise.all(Array.from({ length: connections }, loop))
  client.close()
  const took = (performance.now() - startedAt) / 1000
  return { answers: times.length - refused, refused, bytes, seconds: took, latency: latencyOf(times), firstRefusal }
}

export type CallPlan = {
  port: number
  key: string
  calls: { line: string; headers: Record<string, string>; body: string }[]
}
export type CallFindings = { statuses: Record<string, number>; bodies: string[]; seconds: number; latency: Latency }

/** Makes all of these calls at the same moment, each on a connection of its own. */
async function callAtOnce({ port, key, calls }: CallPlan): Promise<CallFindings> {
  const client = new LeanClient({ ports: [port], connections: calls.length })
  const statuses: Record<string, number> = {}
  const times: number[] = []
  const bodies = new Set<string>()
  const startedAt = performance.now()
  await Promise.all(
    calls.map(async ({ line, headers, body }) => {
      const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      const auth = key === '' ? '' : `authorization: Bearer ${key}\r\n`
      const head = `${line} HTTP/1.1\r\nhost: shop.example\r\n${auth}content-type: application/json\r\n${own.join('')}`
      const answer = await client.send(head, body)
      times.push(performance.now() - startedAt)
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
      bodies.add(answer.body)
    }),
  )
  client.close()
  return { statuses, bodies: [...bodies], seconds: (performance.now() - startedAt) / 1000, latency: latencyOf(times) }
}

serveAgent({ ask, callAtOnce })
