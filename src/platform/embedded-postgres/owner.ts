import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError, escapeIdentifier, escapeLiteral } from 'pg'
import type { Keys } from './data-folder.ts'
import { EmbeddedPostgresError } from './errors.ts'

const roleName = 'dukkan'
const ownerLock = 0x64_75_6b_6b
const patienceMs = 2_000
const retryMs = 50

export type Address = { port: number; keys: Keys }

/** Holds the server for this process; `lost` resolves when the server hangs up, which includes our own release. */
export type Ownership = { lost: Promise<void>; release: () => Promise<void> }

/** Where the application connects: a role that owns its database but cannot step past row-level security. */
export function applicationUrl({ port, keys }: Address): string {
  return `postgres://${roleName}:${keys.password}@127.0.0.1:${port}/${roleName}`
}

/**
 * Takes the server for this process by a lock that PostgreSQL drops the moment we die, however we die. Undefined when
 * the server went away meanwhile; throws `data-in-use` when another live process holds it.
 */
export async function takeOwnership(address: Address): Promise<Ownership | undefined> {
  const { client, socket } = await connectAsAdmin(address)
  if (client === undefined) return undefined
  try {
    await waitForLock(client)
    await provision(client, address.keys)
  } catch (error) {
    await client.end()
    throw error
  }
  const { promise: lost, resolve } = Promise.withResolvers<void>()
  client.once('end', resolve)
  socket.unref()
  return { lost, release: () => client.end().catch(() => undefined) }
}

async function connectAsAdmin({ port, keys }: Address): Promise<{ client?: Client; socket: Socket }> {
  const socket = new Socket()
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: keys.adminPassword,
    database: 'postgres',
    application_name: `dukkan ${process.pid}`,
    stream: () => socket,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return { client, socket }
  } catch (cause) {
    if (cause instanceof DatabaseError && cause.code?.startsWith('28')) throw refused(cause)
    return { socket }
  }
}

function refused(cause: DatabaseError): EmbeddedPostgresError {
  return new EmbeddedPostgresError('The database does not accept the passwords in its dukkan.json.', {
    code: 'data-broken',
    fix: 'Restore dukkan.json from your backup of the data folder.',
    cause,
  })
}

async function waitForLock(client: Client): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [ownerLock])
    if (rows[0].taken) return
    if (Date.now() > deadline) throw inUse(await holderOf(client))
    await sleep(retryMs)
  }
}

async function holderOf(client: Client): Promise<string> {
  const { rows } = await client.query(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.objid = $1`,
    [ownerLock],
  )
  return rows[0]?.name ?? 'dukkan'
}

function inUse(holder: string): EmbeddedPostgresError {
  const pid = holder.split(' ')[1] ?? 'unknown'
  return new EmbeddedPostgresError(`Another Dukkan (process ${pid}) is using this data folder.`, {
    code: 'data-in-use',
    fix: 'Use that one, stop it first, or give this one a data folder of its own.',
  })
}

/** Idempotent, so that a first start cut short at any point is completed by the next. */
async function provision(client: Client, keys: Keys): Promise<void> {
  const role = escapeIdentifier(roleName)
  const { rowCount: roles } = await client.query('select from pg_roles where rolname = $1', [roleName])
  if (roles === 0) {
    const password = escapeLiteral(keys.password)
    await client.query(`create role ${role} login createdb createrole nobypassrls password ${password}`)
  }
  const { rowCount: databases } = await client.query('select from pg_database where datname = $1', [roleName])
  if (databases === 0) await client.query(`create database ${role} owner ${role}`)
}
