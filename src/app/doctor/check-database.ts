import pg from 'pg'
import { migrationState } from '#app/orm.ts'
import { judgeClock } from './clock-skew.ts'
import { attempt, type Finding, faultsOr, verdicts } from './finding.ts'

const TIMEOUT_MS = 5_000
const OLDEST_VERSION = 150_000
/** The server's and the worker's two pools each, and room to look in by hand. */
const POOLS = 4
const SPARE_CONNECTIONS = 5

export type DatabaseHealth = {
  findings: Finding[]
  /** Whether what lies in it can be read. */
  usable: boolean
}

type Terms = { now: () => Date; pool: number }

export async function checkDatabase(url: string | null, terms: Terms): Promise<DatabaseHealth> {
  const { fail } = verdicts('database')
  if (url === null) {
    const fix = 'Set DATABASE_URL; .env.example shows how. Only `dukkan start` brings a PostgreSQL of its own.'
    return { findings: [fail('DATABASE_URL is missing', fix)], usable: false }
  }
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error)
    const fix = 'Start PostgreSQL, or correct DATABASE_URL.'
    return { findings: [fail(`cannot be reached: ${reason}`, fix)], usable: false }
  }
  try {
    return await examine(client, { ...terms, url })
  } finally {
    await client.end()
  }
}

async function examine(client: pg.Client, terms: Terms & { url: string }): Promise<DatabaseHealth> {
  const schema = await attempt('schema', () => checkSchema(terms.url))
  const usable = schema.every(({ status }) => status === 'pass')
  const findings = [
    ...(await attempt('database', () => checkServer(client, terms.pool))),
    ...(await attempt('database clock', () => checkClock(client, terms.now))),
    ...schema,
    ...(usable ? await attempt('store wall', () => checkWall(client)) : []),
  ]
  return { findings, usable }
}

async function checkServer(client: pg.Client, pool: number): Promise<Finding[]> {
  const { pass, warn, fail } = verdicts('database')
  const { rows } = await client.query<{ number: number; version: string; connections: number }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
      current_setting('max_connections')::int as connections`,
  )
  const { number = 0, version = '', connections = 0 } = rows[0] ?? {}
  const wanted = POOLS * pool + SPARE_CONNECTIONS
  return faultsOr(
    [
      number < OLDEST_VERSION && fail(`PostgreSQL ${version}`, 'Upgrade PostgreSQL to 15 or newer.'),
      connections < wanted &&
        warn(
          `max_connections is ${connections}; a server and a worker may open ${wanted - SPARE_CONNECTIONS}`,
          `Raise max_connections to ${wanted} or lower DATABASE_POOL.`,
        ),
    ],
    pass(`PostgreSQL ${version}`),
  )
}

async function checkClock(client: pg.Client, now: () => Date): Promise<Finding[]> {
  const before = now()
  const { rows } = await client.query<{ now: Date }>('select pg_catalog.clock_timestamp() as now')
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL did not say what time it is')
  return [judgeClock({ check: 'database clock', whose: 'PostgreSQL', theirs: row.now, before, after: now() })]
}

async function checkSchema(url: string): Promise<Finding[]> {
  const { pass, fail } = verdicts('schema')
  const { pending, applied } = await migrationState(url)
  if (pending.length === 0) return [pass(`${applied.length} migrations, none pending`)]
  return [fail(`pending: ${pending.join(', ')}`, 'Run `dukkan migrate`, then start the processes anew.')]
}

type Wall = { superuser: boolean; bypassing: boolean; member: boolean }
type Hole = { name: string }

/** Row-level security must bind the role that requests work under, on every table that belongs to stores. */
async function checkWall(client: pg.Client): Promise<Finding[]> {
  const { pass, fail } = verdicts('store wall')
  const roles = await client.query<Wall & { name: string }>(ROLES)
  const holes = await client.query<Hole>(HOLES)
  const missing = roles.rows.filter(({ member }) => !member)
  const strong = roles.rows.filter(({ superuser, bypassing }) => superuser || bypassing)
  const seen = missing.length > 0 ? 0 : await storesSeenFromOutside(client)
  return faultsOr(
    [
      missing.length > 0 &&
        fail(
          `the user is no member of ${missing.map(({ name }) => name).join(' and ')}`,
          `As a superuser: ${missing.map(({ name }) => `grant ${name} to "<user of DATABASE_URL>";`).join(' ')}`,
        ),
      strong.length > 0 &&
        fail(
          `${strong.map(({ name }) => name).join(' and ')} can walk around row-level security`,
          `As a superuser: ${strong.map(({ name }) => `alter role ${name} nosuperuser nobypassrls;`).join(' ')}`,
        ),
      holes.rows.length > 0 &&
        fail(
          `open tables: ${holes.rows.map(({ name }) => name).join(', ')}`,
          holes.rows
            .map(({ name }) => `alter table ${name} enable row level security, force row level security;`)
            .join(' '),
        ),
      seen > 0 &&
        fail(
          `${seen} stores are seen without entering any`,
          'Compare the policies of the table stores with the migration store-wall; someone changed them.',
        ),
    ],
    pass('every table of the stores is behind it'),
  )
}

async function storesSeenFromOutside(client: pg.Client): Promise<number> {
  await client.query('begin')
  try {
    await client.query('set local role dukkan_app')
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from stores')
    return rows[0]?.count ?? 0
  } finally {
    await client.query('rollback')
  }
}

const ROLES = `select wanted.name, coalesce(r.rolsuper, false) as superuser, coalesce(r.rolbypassrls, false) as bypassing,
    r.oid is not null and pg_has_role(current_user, r.oid, 'member') as member
  from unnest(array['dukkan_app', 'dukkan_system']) as wanted (name)
  left join pg_roles r on r.rolname = wanted.name`

const HOLES = `select c.relname as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = current_schema() and c.relkind in ('r', 'p')
    and not (c.relrowsecurity and c.relforcerowsecurity)
    and (c.relname = 'stores' or exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'store_id' and not a.attisdropped))
  order by 1`
