import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { readConfig } from '#app/config.ts'
import { type Finding, runDoctor } from '#app/doctor/doctor.ts'
import { messagingChores } from '#modules/messaging/index.ts'
import { createStore, type OwnerSecretName, StoreSecrets, saveSecret } from '#modules/stores/index.ts'
import { inStore, type StoreContext } from '#platform/context.ts'
import { Database } from '#platform/db.ts'
import { GraphClient } from '#platform/graph/client.ts'
import { SecretBox } from '#platform/secret-box.ts'
import { openSandbox } from '#sandbox/index.ts'
import { publicId } from '#shared/ids.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { testEnvironment } from '#test/support/platform.ts'

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

// biome-ignore lint/suspicious/noExplicitAny: wire bodies of every shape pass through here.
export type Json = any

const number = {
  phoneNumberId: '106500000000001',
  displayPhoneNumber: '+966500000001',
  wabaId: '206500000000001',
  catalogId: '306500000000001',
  currency: 'SAR',
}
const appId = '900100'
export const secrets: Record<OwnerSecretName, string> = {
  whatsapp_access_token: 'EAAdoctortoken',
  stripe_secret_key: 'sk_test_doctor',
  stripe_webhook_secret: 'whsec_doctor',
}

export type Clinic = Awaited<ReturnType<typeof openClinic>>

/** Rewrites what Meta or Stripe answer, by a part of the path. */
export type Answers = Record<string, (body: Json) => Json>

/** A shop that is in perfect order, for a doctor to look at; faults are planted by the test. */
export async function openClinic(t: Teardown, world: Record<string, unknown> = {}) {
  const { url: databaseUrl } = await createTestDatabase(t)
  const answers: Answers = {}
  const sandbox = await openSandbox({
    world: {
      appId,
      appSecret: 'app secret',
      verifyToken: 'verify token',
      numbers: [{ ...number, accessToken: secrets.whatsapp_access_token, ...world }],
      stripeAccounts: [
        { secretKey: secrets.stripe_secret_key, webhookSecret: secrets.stripe_webhook_secret, webhookUrl: '' },
      ],
    },
    timing: { reviewDelayMs: 2 },
  })
  const street = await openStreet(sandbox.url, answers)
  const variables: Record<string, string> = {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: '2',
    PUBLIC_URL: street.url,
    GRAPH_URL: street.url,
    STRIPE_URL: street.url,
    WHATSAPP_APP_ID: appId,
    WHATSAPP_APP_SECRET: 'app secret',
    WHATSAPP_VERIFY_TOKEN: 'verify token',
    DUKKAN_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  }
  const database = new Database({ url: databaseUrl, poolSize: 2, applicationName: 'clinic' })
  t.teardown(async () => {
    await database.close()
    street.close()
    await sandbox.close()
  })
  const storeId = testEnvironment.newId()
  sandbox.setWebhookUrl(`${street.url}/webhooks/whatsapp`)
  sandbox.setStripeWebhookUrl(secrets.stripe_secret_key, `${street.url}/webhooks/stripe/${publicId('store', storeId)}`)
  const box = new SecretBox(readConfig(variables).masterKeys, randomBytes)
  const work = <T>(job: (ctx: StoreContext) => Promise<T>): Promise<T> =>
    inStore(database, testEnvironment, { storeId, actor: { kind: 'system', id: 'test' }, work: job })
  const keep = (name: OwnerSecretName, value: string) => work((ctx) => saveSecret(ctx, box, { name, value }))
  await work((ctx) => createStore(ctx, newStore, { box, randomBytes }))
  for (const [name, value] of Object.entries(secrets)) await keep(name as OwnerSecretName, value)
  await approveTemplates({ database, box, url: sandbox.url, publicUrl: street.url })
  await database.system(WEBHOOK_CAME, [storeId])
  const examine = (changed: Record<string, string> = {}, now: () => Date = () => new Date()): Promise<Finding[]> =>
    runDoctor({ readConfig: () => readConfig({ ...variables, ...changed }), now })
  return { databaseUrl, database, sandbox, answers, storeId, keep, examine, street, variables }
}

const newStore = {
  slug: 'palm',
  name: { en: 'Palm House' },
  country: 'SA',
  timeZone: 'Asia/Riyadh',
  languages: ['en', 'ar'] as const,
  defaultLanguage: 'en' as const,
  ...number,
}

const WEBHOOK_CAME = `insert into inbox (store_id, source, kind, dedupe_key, shard, body, outcome)
  values ($1, 'whatsapp', 'status', 'first', 0, '{}', 'handled')`

type Approving = { database: Database; box: SecretBox; url: string; publicUrl: string }

/** The shop's own chore submits them, Meta's reviewers take two milliseconds. */
async function approveTemplates({ database, box, url, publicUrl }: Approving): Promise<void> {
  await using graph = new GraphClient({ baseUrl: url, version: 'v26.0', connections: 2 })
  const own = new StoreSecrets(database, box, testEnvironment.now)
  const tools = { database, environment: testEnvironment, log: pino({ level: 'silent' }) }
  const chore = messagingChores({ graph, secrets: own, publicUrl }).find(({ name }) => name === 'message-templates')
  await chore?.run(tools)
  await sleep(50)
}

/** Stands before the sandbox: passes everything on, changes the answers a test wants changed, and is the shop's server. */
async function openStreet(sandboxUrl: string, answers: Answers) {
  const server = createServer(async (incoming, reply) => {
    const path = incoming.url ?? '/'
    if (path.startsWith('/webhooks/')) {
      reply.end(new URL(path, sandboxUrl).searchParams.get('hub.challenge') ?? '')
      return
    }
    const answer = await fetch(sandboxUrl + path, await passedOn(incoming))
    const body = await answer.text()
    const change = Object.entries(answers).find(([part]) => path.includes(part))?.[1]
    reply.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
    reply.end(change === undefined ? body : JSON.stringify(change(JSON.parse(body))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}`, close }
}

async function passedOn(incoming: IncomingMessage): Promise<RequestInit> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = { authorization: incoming.headers.authorization ?? '' }
  const { method = 'GET' } = incoming
  return method === 'GET' ? { headers } : { method, headers, body: Buffer.concat(chunks) }
}
