import { readdir } from 'node:fs/promises'
import { Client } from 'pg'

const folder = new URL('../../migrations/', import.meta.url)

/**
 * Names of the migrations that have not run. Asked by load balancers of every server, which need not load MikroORM for
 * it: a migration is called what its file is called.
 */
export async function pendingMigrations(url: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((file) => /^\d{14}-.+\.ts$/.test(file)).map((file) => file.slice(0, -3))
  const done = await migrationsDone(url)
  return names.filter((name) => !done.has(name)).sort()
}

async function migrationsDone(url: string): Promise<Set<string>> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(READ_DONE)
    return new Set(rows.map(({ name }) => name))
  } catch (error) {
    if (isMissingTable(error)) return new Set()
    throw error
  } finally {
    await client.end()
  }
}

const READ_DONE = 'select name from mikro_orm_migrations'

function isMissingTable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42P01'
}
