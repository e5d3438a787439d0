import t from 'tap'
import { ControlRefusal, openControl } from '#phone/state/control.ts'
import { type EventSourceLike, followStream } from '#phone/state/stream.ts'
import type { StreamEvent } from '#phone/state/types.ts'

type Asked = { url: string; method: string; body: unknown }

function fakeSandbox(status: number, reply: unknown) {
  const asked: Asked[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    asked.push({ url: String(input), method: init?.method ?? 'GET', body })
    return new Response(typeof reply === 'string' ? reply : JSON.stringify(reply), { status })
  }
  return { asked, control: openControl({ baseUrl: 'http://127.0.0.1:4010', fetch }) }
}

t.test('a call carries its body as JSON to the address it names', async (t) => {
  const { asked, control } = fakeSandbox(200, { wamid: 'wamid.1' })
  const said = await control.say('shopper/1', { text: 'hi', phoneNumberId: '100' })
  t.same(said, { wamid: 'wamid.1' })
  t.same(asked, [
    {
      url: 'http://127.0.0.1:4010/control/shoppers/shopper%2F1/say',
      method: 'POST',
      body: { text: 'hi', phoneNumberId: '100' },
    },
  ])
})

t.test('what is not asked for does not stand in the query', async (t) => {
  const { asked, control } = fakeSandbox(200, { messages: [] })
  await control.chat('s1', { phoneNumberId: '100' })
  t.equal(asked[0]?.url, 'http://127.0.0.1:4010/control/shoppers/s1/chat?phoneNumberId=100')
})

t.test('a refusal is thrown with its sentence and what it said beside', async (t) => {
  const { control } = fakeSandbox(404, { error: 'Nothing like that can be tapped', taps: [{ id: 'a', title: 'A' }] })
  const refused = await control.say('s1', { tap: { title: 'B' } }).catch((error: unknown) => error)
  t.ok(refused instanceof ControlRefusal)
  t.match(refused, { status: 404, message: 'Nothing like that can be tapped', more: { taps: [{ id: 'a' }] } })
})

t.test('an answer that is no JSON is a refusal too', async (t) => {
  const { control } = fakeSandbox(502, 'Bad gateway')
  await t.rejects(control.phone(), { message: 'HTTP 502', status: 502 })
})

function fakeSource() {
  const listeners = new Map<string, (event: { data?: unknown }) => void>()
  const source = {
    closed: false,
    readyState: 1,
    addEventListener: (type: string, listener: (event: { data?: unknown }) => void) => listeners.set(type, listener),
    close: () => {
      source.closed = true
    },
  }
  return { source, tell: (type: string, data?: unknown) => listeners.get(type)?.({ data: JSON.stringify(data) }) }
}

function follow(source: EventSourceLike) {
  const seen: { events: StreamEvent[]; resets: number; connected: boolean[]; after: string } = {
    events: [],
    resets: 0,
    connected: [],
    after: '',
  }
  const stop = followStream({
    open: (after) => {
      seen.after = after
      return source
    },
    after: '7',
    onEvent: (event) => seen.events.push(event),
    onReset: () => {
      seen.resets += 1
    },
    onConnection: (connected) => seen.connected.push(connected),
  })
  return { seen, stop }
}

t.test('the stream goes on behind the snapshot and hands over each event', async (t) => {
  const { source, tell } = fakeSource()
  const { seen, stop } = follow(source)
  tell('open')
  tell('clock', { now: '2026-11-22T10:00:00.000Z', offsetMs: 5, shared: true })
  tell('error')
  t.equal(seen.after, '7')
  t.same(seen.events, [{ type: 'clock', data: { now: '2026-11-22T10:00:00.000Z', offsetMs: 5, shared: true } }])
  t.same(seen.connected, [true, false])
  stop()
  t.equal(source.closed, true)
  tell('clock', { now: '2026-11-22T11:00:00.000Z', offsetMs: 5 })
  t.equal(seen.events.length, 1, 'nothing is told after the end')
})

t.test('a stream that cannot be resumed is closed and begun again once', async (t) => {
  const { source, tell } = fakeSource()
  const { seen } = follow(source)
  tell('reset', {})
  tell('reset', {})
  t.equal(source.closed, true)
  t.equal(seen.resets, 1)
})

t.test('a stream the browser has given up is begun again, one it reopens itself is not', async (t) => {
  const { source, tell } = fakeSource()
  const { seen } = follow(source)
  tell('error')
  t.equal(seen.resets, 0)
  source.readyState = 2
  tell('error')
  t.equal(seen.resets, 1)
  t.equal(source.closed, true)
})
