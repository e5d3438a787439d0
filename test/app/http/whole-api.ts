import { type Logger, pino } from 'pino'
import { readConfig } from '#app/config.ts'
import { routesOf } from '#app/routes.ts'
import { openRuntime } from '#app/runtime.ts'
import { Inbox } from '#platform/inbox.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { openApi } from './open-api.ts'

type Teardown = Parameters<typeof openApi>[0]

/** Every route of the shop, as the server registers them. */
export async function openWholeApi(t: Teardown, { log = pino({ level: 'silent' }) }: { log?: Logger } = {}) {
  const { url } = await createTestDatabase(t)
  const config = readConfig({
    DATABASE_URL: url,
    WHATSAPP_APP_ID: '1234567890',
    WHATSAPP_APP_SECRET: 'app-secret-of-the-tests',
    WHATSAPP_VERIFY_TOKEN: 'verify-token-of-the-tests',
    DUKKAN_MASTER_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    PUBLIC_URL: 'https://shop.example',
  })
  const runtime = openRuntime({ config: { ...config, databaseUrl: url }, log }, { role: 'server' })
  t.teardown(async () => runtime[Symbol.asyncDispose]())
  const inbox = new Inbox(runtime.database, () => undefined)
  return openApi(t, { url, routes: routesOf(runtime, inbox), ownStoreRoutes: false, deps: { log } })
}
