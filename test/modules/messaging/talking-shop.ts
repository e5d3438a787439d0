import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { request } from 'undici'
import { explode } from '#modules/messaging/channels/whatsapp/inbound/explode.rules.ts'
import {
  type Draft,
  messagingChores,
  queueMessages,
  senderDrain,
  statusDrain,
  templateNotices,
} from '#modules/messaging/index.ts'
import { resolveShoppers } from '#modules/shoppers/index.ts'
import { createStore, StoreSecrets, saveSecret } from '#modules/stores/index.ts'
import { inStore, type StoreContext } from '#platform/context.ts'
import { type Bell, Database } from '#platform/db.ts'
import { GraphClient } from '#platform/graph/client.ts'
import { Inbox } from '#platform/inbox.ts'
import { noticeDrain } from '#platform/notices.ts'
import { SecretBox } from '#platform/secret-box.ts'
import type { Chore } from '#platform/work.ts'
import { Workshop } from '#platform/workshop.ts'
import { openSandbox } from '#sandbox/index.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { testEnvironment } from '#test/support/platform.ts'

type Teardown = Parameters<typeof createTestDatabase>[0]
// biome-ignore lint/suspicious/noExplicitAny: wire bodies of every shape are read by path in these tests.
export type Json = any

export type TalkOptions = {
  /** What Meta allows this number; see the sandbox's world. */
  limits?: { perSecond?: number; pairBurst?: number }
  inFlight?: number
  timeoutMs?: number
  /** Leaves out the chores, for tests that run one by hand. */
  chores?: boolean
  templates?: boolean
}

export const publicUrl = 'https://dates.example'
const number = { phoneNumberId: '106500000000001', wabaId: '206500000000001', catalogId: '306500000000001' }
const token = 'EAAtoken12345678'

/** One store that only talks: real sender, real statuses, a real database and the sandbox as Meta. */
export async function openTalkingShop(t: Teardown, options: TalkOptions = {}) {
  const { url } = await createTestDatabase(t)
  const shop: { workshop?: Workshop } = {}
  const hear = (bells: readonly Bell[]) => {
    for (const bell of bells) void shop.workshop?.hear(bell)
  }
  const database = new Database({ url, poolSize: 8, applicationName: 'test', onBells: hear })
  const inbox = new Inbox(database, hear)
  const receiver = await openReceiver(inbox, () => storeId)
  const journalFile = process.env.SANDBOX_JOURNAL
  const sandbox = await openSandbox({
    world: worldOf(receiver.url, options),
    seed: 11,
    ...(journalFile && { journalFile }),
  })
  const graph = new GraphClient({ baseUrl: sandbox.url, version: 'v26.0', timeoutMs: options.timeoutMs ?? 2_000 })
  const box = new SecretBox([{ kid: 'k1', key: new Uint8Array(32).fill(7) }], testEnvironment.randomBytes)
  const secrets = new StoreSecrets(database, box, testEnvironment.now)
  const storeId = await openStore(database, box)
  const sender = senderDrain({ graph, secrets, publicUrl, inFlight: options.inFlight ?? 64 })
  const [doubts, templates] = messagingChores({ graph, secrets, publicUrl }) as [Chore, Chore]
  const tools = { database, environment: testEnvironment, log: pino({ level: process.env.LOG ?? 'silent' }) }
  const workshop = new Workshop({
    drains: [sender, statusDrain(), noticeDrain([templateNotices])],
    chores: [...(options.chores === false ? [] : [doubts]), ...(options.templates ? [templates] : [])],
    tools,
    sweepMs: 100,
  })
  shop.workshop = workshop
  await workshop.start()
  t.teardown(async () => {
    await workshop.close()
    await sender.close()
    await sandbox.close()
    receiver.close()
    await graph.close()
    await database.close()
  })
  const control = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) =>
    call(`${sandbox.url}/control${path}`, method, body)
  return {
    database,
    storeId,
    sandbox,
    box,
    tools,
    doubts,
    templates,
    workshop,
    control,
    ...talk({ database, storeId, control }),
  }
}

export type TalkingShop = Awaited<ReturnType<typeof openTalkingShop>>
export type Shopper = { id: string; waId: string | null; bsuid: string; simId: string }

type Street = {
  database: Database
  storeId: string
  control: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<Json>
}

function talk({ database, storeId, control }: Street) {
  const work = <T>(job: (ctx: StoreContext) => Promise<T>) =>
    inStore(database, testEnvironment, { storeId, actor: { kind: 'system', id: 'test' }, work: job })
  const rows = (where = 'true') =>
    database.system<Json>(`select *, content ->> 'text' as text from messages where ${where} order by seq`)
  return {
    work,
    rows,
    /** Somebody who has just written, or who wrote `hoursAgo`. */
    async welcome({ hidePhone = false, silent = false } = {}): Promise<Shopper> {
      const person = await control('POST', '/shoppers', {
        name: 'سارة',
        ...(hidePhone && { phone: null, username: 'sara' }),
      })
      if (!silent) await control('POST', `/shoppers/${person.id}/say`, { text: 'hi' })
      const ids = { bsuid: person.bsuid, parentBsuid: null, waId: person.waId, username: null }
      return work(async (ctx) => {
        const sighting = { storeId, ...ids, name: 'سارة', language: 'ar' as const }
        const [shopperId = ''] = await resolveShoppers(ctx, [sighting])
        await ctx.tx.run(
          `update conversations set last_inbound_at = ${silent ? 'null' : 'clock_timestamp()'} where shopper_id = $1`,
          [shopperId],
        )
        return { id: shopperId, waId: person.waId, bsuid: person.bsuid, simId: person.id }
      })
    },
    async queue(...drafts: Draft[]) {
      await work((ctx) => queueMessages(ctx.tx, drafts, ctx.newId))
    },
    text(shopper: Shopper, text: string, more: Partial<Draft> = {}): Draft {
      const cause = { causeKind: 'test', causeId: `${shopper.id} ${text}` }
      return {
        storeId,
        shopperId: shopper.id,
        ...cause,
        purpose: 'test',
        language: 'ar',
        content: { kind: 'text', text },
        ...more,
      }
    },
    /** What the shopper's phone shows from the shop, oldest first. */
    async phone(shopper: Shopper): Promise<Json[]> {
      const { messages } = await control('GET', `/shoppers/${shopper.simId}/chat`)
      return messages.filter((message: Json) => message.direction === 'out')
    },
    async sends(): Promise<Json[]> {
      const { entries } = await control('GET', '/journal?kind=graph')
      return entries.filter((entry: Json) => entry.path.endsWith('/messages') && entry.body.status !== 'read')
    },
    misbehave: (fault: Json) => control('POST', '/misbehave', fault),
    async until<T>(look: () => Promise<T | false | null | undefined>, forMs = 25_000): Promise<T> {
      const deadline = Date.now() + forMs
      while (Date.now() < deadline) {
        const found = await look()
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      throw new Error(`waited in vain; messages: ${JSON.stringify((await rows()).map(briefly))}`)
    },
    async settled(state: string, count: number, where = 'true') {
      return this.until(async () => {
        const found = await rows(`state = '${state}' and ${where}`)
        return found.length >= count && found
      })
    },
  }
}

const briefly = ({ state, attempts, error_code, error_details, text, sent_as }: Json) => ({
  state,
  attempts,
  error_code,
  error_details,
  text,
  sent_as,
})

function worldOf(receiverUrl: string, { limits }: TalkOptions) {
  return {
    appId: '900',
    appSecret: 'app secret',
    verifyToken: 'verify',
    webhookUrl: receiverUrl,
    numbers: [
      {
        ...number,
        displayPhoneNumber: '+1 555-000-1111',
        accessToken: token,
        currency: 'SAR',
        ...(limits && { limits }),
      },
    ],
    stripeAccounts: [],
  }
}

async function openStore(database: Database, box: SecretBox): Promise<string> {
  const storeId = testEnvironment.newId()
  await inStore(database, testEnvironment, {
    storeId,
    actor: { kind: 'system', id: 'test' },
    work: async (ctx) => {
      const settings = {
        slug: 'dates',
        name: { en: 'Dates', ar: 'تمور' },
        currency: 'SAR',
        country: 'SA',
        timeZone: 'Asia/Riyadh',
        languages: ['ar', 'en'] as const,
        defaultLanguage: 'ar' as const,
        ...number,
        displayPhoneNumber: '+15550001111',
      }
      await createStore(ctx, settings, { box, randomBytes: testEnvironment.randomBytes })
      await saveSecret(ctx, box, { name: 'whatsapp_access_token', value: token })
    },
  })
  // Past the grace in which a refusal may still speak of the token before.
  await database.system(`update store_secrets set updated_at = updated_at - interval '1 hour'`)
  return storeId
}

/** Takes webhooks in as the shop does, but for the signature. */
async function openReceiver(inbox: Inbox, storeId: () => string) {
  const server = createServer(async (incoming, reply) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const arrivals = explode(JSON.parse(body.toString())).map(({ number: _, account: __, ...arrival }) => ({
      ...arrival,
      storeId: storeId(),
    }))
    await inbox.store({ source: 'whatsapp', body, arrivals })
    reply.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}`, close }
}

async function call(url: string, method: 'GET' | 'POST' | 'DELETE', body?: unknown): Promise<Json> {
  const answer = await request(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await answer.body.text()
  if (answer.statusCode >= 400) throw new Error(`${method} ${url}: ${answer.statusCode} ${text}`)
  return text === '' ? null : JSON.parse(text)
}
