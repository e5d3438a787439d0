import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { dropDatabase, ensureTemplate, testPrefix } from '#test/support/templates.ts'
import { testServerUrl } from '#test/support/test-server.ts'

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

/** A migrated database of its own for this test, on a real PostgreSQL; dropped when the test ends. */
export async function createTestDatabase(t: Teardown): Promise<{ url: string }> {
  const server = await testServerUrl()
  const urlOf = (database: string) => Object.assign(new URL(server), { pathname: `/${database}` }).href
  const name = `${testPrefix}${randomBytes(8).toString('hex')}`
  await withAdmin(server, async (admin) => {
    const template = await ensureTemplate(admin, urlOf)
    await admin.query(`create database ${name} template ${template}`)
  })
  t.teardown(() => withAdmin(server, (admin) => dropDatabase(admin, name)))
  return { url: urlOf(name) }
}

async function withAdmin<T>(server: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: server })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}
