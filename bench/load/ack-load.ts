import { serveAgent } from '#bench/harness/agent.ts'
import { latencyOf } from '#bench/harness/stats.ts'
import { LeanClient } from './lean-client.ts'
import {
  bodyOf,
  callerNumbered,
  entryOf,
  type Line,
  messageValue,
  statusValue,
  wamidOf,
  webhookHead,
} from './webhook-bodies.ts'

export type AckPlan = {
  port: number
  appSecret: string
  lines: Line[]
  kind: 'message' | 'status'
  /** Events in each post. */
  perPost: number
  connections: number
  seconds: number
  shoppers: number
}

export type AckFindings = {
  posts: number
  acknowledged: number
  refused: number
  seconds: number
  latency: ReturnType<typeof latencyOf>
}

let count = 0

/** Each connection posts again as soon as it is answered, until the time is up; every event is new. */
async function post(plan: AckPlan): Promise<AckFindings> {
  const client = new LeanClient({ ports: [plan.port], connections: plan.connections })
  const times: number[] = []
  let refused = 0
  const startedAt = performance.now()
  const end = startedAt + plan.seconds * 1000
  const loop = async () => {
    while (performance.now() < end) {
      const body = bodyOf(Array.from({ length: plan.perPost }, () => nextEntry(plan)))
      const head = webhookHead(plan.appSecret, body)
      const sentAt = performance.now()
      const { status } = await client.send(head, body)
      times.push(performance.now() - sentAt)
      if (status !== 200) refused += 1
    }
  }
  await Promise.all(Array.from({ length: plan.connections }, loop))
  const seconds = (performance.now() - startedAt) / 1000
  client.close()
  const posts = times.length
  return { posts, acknowledged: (posts - refused) * plan.perPost, refused, seconds, latency: latencyOf(times) }
}

function nextEntry({ kind, lines, shoppers }: AckPlan): string {
  count += 1
  const caller = callerNumbered(count % shoppers)
  const line = lines[count % lines.length]
  if (line === undefined) throw new Error('there is no number to write to')
  if (kind === 'message') {
    const id = wamidOf('in', count)
    return entryOf(
      line,
      messageValue(caller, { id, type: 'text', text: { body: `How much are the dates today? ${count}` } }),
    )
  }
  const opaque = `00000000-0000-7000-8000-${String(count).padStart(12, '0')}.1`
  return entryOf(line, statusValue(caller, { wamid: wamidOf('out', count), status: 'delivered', opaque }))
}

serveAgent({ post })
