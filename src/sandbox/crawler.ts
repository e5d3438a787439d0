import { Agent, request } from 'undici'

export type Crawled = { bytes: Buffer; mimeType: string }

/** Fetches the pictures and files that shops name, as Meta does once it is given a link. */
export type Crawler = {
  /** Undefined when there is nothing to be had at this address. */
  fetch: (url: string) => Promise<Crawled | undefined>
  clear: () => void
  close: () => Promise<void>
}

const mostBytes = 64 * 1024 * 1024
const longestFile = 16 * 1024 * 1024
const patienceMs = 10_000
const mostHops = 3

/** Keeps the newest 64 MiB; what several ask for at once is fetched once. */
export function openCrawler(): Crawler {
  const agent = new Agent({ connections: 8, keepAliveTimeout: 10_000 })
  const kept = new Map<string, Crawled>()
  const underWay = new Map<string, Promise<Crawled | undefined>>()
  const fetchOnce = async (url: string) => {
    try {
      const found = await follow(agent, url, mostHops)
      if (found !== undefined) keep(kept, url, found)
      return found
    } finally {
      underWay.delete(url)
    }
  }
  return {
    fetch: async (url) => {
      const known = kept.get(url)
      if (known !== undefined) return known
      const waiting = underWay.get(url) ?? fetchOnce(url)
      underWay.set(url, waiting)
      return waiting
    },
    clear: () => kept.clear(),
    close: () => agent.destroy(),
  }
}

function keep(kept: Map<string, Crawled>, url: string, found: Crawled): void {
  kept.set(url, found)
  let total = [...kept.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
  for (const [oldest, { bytes }] of kept) {
    if (total <= mostBytes) return
    kept.delete(oldest)
    total -= bytes.length
  }
}

async function follow(agent: Agent, url: string, hops: number): Promise<Crawled | undefined> {
  if (!/^https?:/.test(url) || hops < 0) return undefined
  try {
    const answer = await request(url, {
      dispatcher: agent,
      headers: { 'user-agent': 'facebookexternalhit/1.1' },
      headersTimeout: patienceMs,
      bodyTimeout: patienceMs,
    })
    const { location, 'content-type': type } = answer.headers
    if (answer.statusCode === 200) {
      const bytes = await readWhole(answer.body)
      return bytes && { bytes, mimeType: String(type ?? 'application/octet-stream') }
    }
    await answer.body.dump()
    return typeof location === 'string' ? follow(agent, new URL(location, url).href, hops - 1) : undefined
  } catch {
    return undefined
  }
}

async function readWhole(body: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > longestFile) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
