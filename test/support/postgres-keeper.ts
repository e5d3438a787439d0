// Keeps one PostgreSQL for test files that are run by hand, and leaves when no test has used it for a minute.
import { rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { EmbeddedPostgresError, openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { dropLeftovers } from '#test/support/templates.ts'
import { keeperData, keeperUrlFile, testSettings } from '#test/support/test-server.ts'

const idleLimitMs = 60_000
const checkMs = 1_000

async function keep(): Promise<void> {
  await using server = await openEmbeddedPostgres({ dataDir: keeperData, settings: testSettings, log: console })
  const client = new Client({ connectionString: server.url })
  client.on('error', () => undefined)
  await client.connect()
  await dropLeftovers(client)
  await publish(server.url)
  let usedAt = Date.now()
  while (Date.now() - usedAt < idleLimitMs) {
    await sleep(checkMs)
    if (await hasGuests(client)) usedAt = Date.now()
  }
  await rm(keeperUrlFile, { force: true })
  await client.end()
}

async function publish(url: string): Promise<void> {
  await writeFile(`${keeperUrlFile}.new`, url, { mode: 0o600 })
  await rename(`${keeperUrlFile}.new`, keeperUrlFile)
}

async function hasGuests(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()',
  )
  return rowCount !== 0
}

await keep().catch((error: unknown) => {
  if (error instanceof EmbeddedPostgresError && error.code === 'data-in-use') return
  process.exitCode = 1
  throw error
})
