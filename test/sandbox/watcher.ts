import { Agent, request } from 'undici'
import type { Json, Street } from './support.ts'

export type Told = { id: number; event: string; data: Json }

export type Watcher = {
  told: Told[]
  /** Waits until something told satisfies the test; throws after two seconds. */
  hears: (test: (told: Told) => unknown) => Promise<Told>
  ended: Promise<void>
  stop: () => Promise<void>
}

type Watched = { query?: string; headers?: Record<string, string> }

/** A page that listens to the sandbox's event stream. */
export async function watchStreet(street: Street, { query = '', headers = {} }: Watched = {}): Promise<Watcher> {
  const agent = new Agent()
  const answer = await request(`${street.sandbox.url}/control/stream${query}`, { dispatcher: agent, headers })
  if (answer.statusCode !== 200) throw new Error(`The stream answered ${answer.statusCode}.`)
  const told: Told[] = []
  let text = ''
  const read = async () => {
    for await (const chunk of answer.body.setEncoding('utf8')) {
      text += chunk
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) if (part.startsWith('id: ')) told.push(eventIn(part))
    }
  }
  const ended = read().catch(() => undefined)
  return { told, hears: (test) => hears(told, test), ended, stop: () => agent.destroy() }
}

function eventIn(part: string): Told {
  const fields = new Map(
    part.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  )
  return {
    id: Number(fields.get('id')),
    event: fields.get('event') ?? '',
    data: JSON.parse(fields.get('data') ?? 'null'),
  }
}

async function hears(told: Told[], test: (told: Told) => unknown): Promise<Told> {
  const deadline = performance.now() + 2_000
  while (performance.now() < deadline) {
    const found = told.find((each) => test(each))
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`Not told among: ${[...new Set(told.map(({ event }) => event))].join(', ')}`)
}
