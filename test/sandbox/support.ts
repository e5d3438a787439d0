import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'
import { openSandbox, type Sandbox, type SandboxOptions } from '#sandbox/index.ts'

export type Heard = { path: string; headers: IncomingHttpHeaders; raw: Buffer; body: Json }
// biome-ignore lint/suspicious/noExplicitAny: wire bodies of every shape are read by path in these tests.
export type Json = any
export type Reply = { status: number; headers: IncomingHttpHeaders; body: Json }

/** The part of tap's test object these helpers need. */
type Test = { teardown: (run: () => unknown) => void }

export type Receiver = {
  url: string
  heard: Heard[]
  /** What the next deliveries are answered with; 200 when the list is empty. */
  answers: number[]
  close: () => void
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A shop that only listens. */
export async function openReceiver(): Promise<Receiver> {
  const heard: Heard[] = []
  const answers: number[] = []
  const server = createServer(async (incoming, reply) => {
    const raw = await readAll(incoming)
    heard.push({ path: incoming.url ?? '', headers: incoming.headers, raw, body: JSON.parse(raw.toString() || 'null') })
    reply.statusCode = answers.shift() ?? 200
    reply.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}`, heard, answers, close }
}

export const shop = {
  phoneNumberId: '106500000000001',
  wabaId: '206500000000001',
  catalogId: '306500000000001',
  token: 'EAAtoken',
  appSecret: 'app secret',
  stripeKey: 'sk_test_street',
  stripeSecret: 'whsec_street',
}

export type Street = {
  sandbox: Sandbox
  receiver: Receiver
  clock: { now: Date }
  graph: (method: Method, path: string, body?: unknown) => Promise<Reply>
  stripe: (method: Method, path: string, more?: { form?: string; headers?: Record<string, string> }) => Promise<Reply>
  control: (method: Method, path: string, body?: unknown) => Promise<Reply>
  /** Waits until a heard webhook satisfies the test; throws after two seconds. */
  hears: (test: (heard: Heard) => unknown) => Promise<Heard>
  quiet: () => Promise<void>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

const agent = new Agent({ keepAliveTimeout: 100 })

export async function call(
  url: string,
  { method, headers, body }: { method: Method; headers?: Record<string, string>; body?: string },
): Promise<Reply> {
  const answer = await request(url, { method, dispatcher: agent, headers: headers ?? {}, body: body ?? null })
  const text = await answer.body.text()
  const isJson = String(answer.headers['content-type']).startsWith('application/json')
  return { status: answer.statusCode, headers: answer.headers, body: isJson ? JSON.parse(text) : text }
}

export type StreetOptions = Partial<SandboxOptions> & { number?: Record<string, unknown>; now?: undefined }

/** A sandbox with one shop in it, a receiver for its webhooks, and a clock the test holds. */
export async function openStreet(t: Test, { number = {}, ...options }: StreetOptions = {}): Promise<Street> {
  const receiver = await openReceiver()
  const clock = { now: new Date('2026-11-22T10:00:00Z') }
  const world = {
    appId: '900',
    appSecret: shop.appSecret,
    verifyToken: 'verify',
    webhookUrl: `${receiver.url}/meta`,
    numbers: [
      {
        phoneNumberId: shop.phoneNumberId,
        displayPhoneNumber: '+1 555-000-1111',
        wabaId: shop.wabaId,
        catalogId: shop.catalogId,
        accessToken: shop.token,
        currency: 'EGP',
        ...number,
      },
    ],
    stripeAccounts: [
      {
        secretKey: shop.stripeKey,
        webhookSecret: shop.stripeSecret,
        webhookUrl: `${receiver.url}/stripe`,
        settlementCurrency: 'usd',
      },
    ],
  }
  const timing = {
    statusDelaysMs: [2, 6, 12] as [number, number, number],
    reviewDelayMs: 5,
    batchDelayMs: 5,
    webhookRetryMs: [20, 40, 80],
    ...options.timing,
  }
  const sandbox = await openSandbox({ world, seed: 7, now: () => clock.now, ...options, timing })
  t.teardown(async () => {
    await sandbox.close()
    receiver.close()
  })
  return { sandbox, receiver, clock, ...talk(sandbox, receiver) }
}

function talk(sandbox: Sandbox, receiver: Receiver): Omit<Street, 'sandbox' | 'receiver' | 'clock'> {
  const json = { 'content-type': 'application/json' }
  const asJson = (body: unknown) => (body === undefined ? {} : { body: JSON.stringify(body) })
  const control: Street['control'] = (method, path, body) =>
    call(`${sandbox.url}/control${path}`, { method, headers: json, ...asJson(body) })
  return {
    control,
    graph: (method, path, body) =>
      call(`${sandbox.url}/v26.0${path}`, {
        method,
        headers: { ...json, authorization: `Bearer ${shop.token}` },
        ...asJson(body),
      }),
    stripe: (method, path, { form, headers } = {}) =>
      call(`${sandbox.url}/v1${path}`, {
        method,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Bearer ${shop.stripeKey}`,
          ...headers,
        },
        ...(form === undefined ? {} : { body: form }),
      }),
    hears: (test) => hears(receiver, test),
    quiet: async () => {
      await control('GET', '/quiet')
    },
  }
}

async function hears(receiver: Receiver, test: (heard: Heard) => unknown): Promise<Heard> {
  const deadline = Date.now() + 2_000
  while (Date.now() < deadline) {
    const found = receiver.heard.find((heard) => test(heard))
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`Not heard among ${receiver.heard.length} webhooks.`)
}

export const changeOf = (heard: Heard): Json => heard.body.entry?.[0].changes[0].value
export const statusOf = (heard: Heard): Json => changeOf(heard)?.statuses?.[0]
export const messageOf = (heard: Heard): Json => changeOf(heard)?.messages?.[0]

/** A shopper who has just written, so that the window is open. */
export async function visitor(street: Street, more: Record<string, unknown> = {}): Promise<Json> {
  const { body: shopper } = await street.control('POST', '/shoppers', { name: 'سارة', ...more })
  await street.control('POST', `/shoppers/${shopper.id}/say`, { text: 'hi' })
  return shopper
}

export function textTo(waId: string, body = 'Hello'): Json {
  return { messaging_product: 'whatsapp', to: `+${waId}`, type: 'text', text: { body } }
}

/** What opens a checkout of two boxes at 60 pounds, as Stripe reads it. */
export function checkoutForm(more: Record<string, string> = {}): string {
  const two = {
    mode: 'payment',
    'line_items[0][price_data][currency]': 'egp',
    'line_items[0][price_data][unit_amount]': '6000',
    'line_items[0][price_data][product_data][name]': 'تمر',
    'line_items[0][quantity]': '2',
    success_url: 'https://shop.test/done',
  }
  return new URLSearchParams({ ...two, ...more }).toString()
}

export const messagesPath = `/${shop.phoneNumberId}/messages`
