import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Client, DatabaseError, escapeIdentifier } from 'pg'

const migrationsFolder = fileURLToPath(new URL('.', import.meta.resolve('#migrations/index.ts')))
const buildLock = 'dukkan test template'

export const testPrefix = 'dukkan_test_'
const templatePrefix = 'dukkan_template_'

/** The name of a migrated, empty database to clone; the first caller makes it, the others wait for that one. */
export async function ensureTemplate(admin: Client, urlOf: (database: string) => string): Promise<string> {
  const name = await templateName()
  if (await exists(admin, name)) return name
  await admin.query('select pg_advisory_lock(hashtext($1))', [buildLock])
  try {
    if (!(await exists(admin, name))) await build(admin, { name, urlOf })
  } finally {
    await admin.query('select pg_advisory_unlock(hashtext($1))', [buildLock])
  }
  return name
}

/** Renamed only when migrated, so that a half-made template is never cloned. */
async function build(admin: Client, { name, urlOf }: { name: string; urlOf: (database: string) => string }) {
  const draft = `${name}_draft`
  await dropDatabase(admin, draft)
  await admin.query(`create database ${escapeIdentifier(draft)}`)
  const { migrate } = await import('#app/orm.ts')
  await migrate(urlOf(draft))
  await admin.query(`alter database ${escapeIdentifier(draft)} rename to ${escapeIdentifier(name)}`)
}

async function templateName(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(migrationsFolder)).toSorted()) {
    if (file.endsWith('.ts')) hash.update(await readFile(join(migrationsFolder, file)))
  }
  return `${templatePrefix}${hash.digest('hex').slice(0, 16)}`
}

async function exists(admin: Client, name: string): Promise<boolean> {
  return (await admin.query('select from pg_database where datname = $1', [name])).rowCount !== 0
}

const DROP_TRIES = 50
const DROP_PAUSE_MS = 100

/** Waits out an autovacuum worker, which belongs to the superuser, so that `force` may not end it for us. */
export async function dropDatabase(admin: Client, name: string, triesLeft = DROP_TRIES): Promise<void> {
  try {
    await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`)
  } catch (error) {
    if (triesLeft === 0 || !(error instanceof DatabaseError) || error.code !== '42501') throw error
    await setTimeout(DROP_PAUSE_MS)
    await dropDatabase(admin, name, triesLeft - 1)
  }
}

/** What killed test runs and earlier schemas left on a server that is ours alone. */
export async function dropLeftovers(admin: Client): Promise<void> {
  const current = await templateName()
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database where (starts_with(datname, $1) or starts_with(datname, $2)) and datname <> $3`,
    [testPrefix, templatePrefix, current],
  )
  for (const { name } of rows) await dropDatabase(admin, name)
}
