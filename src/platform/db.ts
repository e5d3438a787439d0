import { Socket } from 'node:net'
import pg from 'pg'
import { type ArrayTypes, arrayTypesOf, binaryArray } from './binary-arrays.ts'
import { FreshPlans } from './fresh-plans.ts'

/** A statement with a name is prepared once per connection and planned once. */
export type Statement = { readonly name: string; readonly text: string }

export type Bell = { readonly drain: string; readonly shard: number }

/** An open transaction. Rings are kept until it commits and dropped when it rolls back. */
export type Tx = {
  query<Row extends object = Record<string, unknown>>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<Row[]>
  /** Runs a statement and says how many rows it touched. */
  run(statement: string | Statement, values?: readonly unknown[]): Promise<number>
  /** Rows and count together, for a mapper that does not know beforehand which of the two it needs. */
  both(sql: string): Promise<{ rows: object[]; touched: number }>
  ring(drain: string, shard: number): void
}

const INT8 = 20

/** PostgreSQL's bigint as a number; one that a number cannot hold exactly is a bug worth stopping for. */
function readInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond a safe integer`)
  return value
}

export const pgTypes: pg.CustomTypesConfig = {
  // biome-ignore lint/suspicious/noExplicitAny: pg types its own parsers as any
  getTypeParser: (oid: number, format?: 'text' | 'binary'): any =>
    oid === INT8 ? readInt8 : pg.types.getTypeParser(oid, format as 'text'),
}

export type DatabaseOptions = {
  url: string
  /** Connections of each of the two pools. */
  poolSize: number
  applicationName: string
  /** A statement without an answer for so long fails and its connection is given up; 30 s unless told, 0 is for ever. */
  patienceMs?: number
  /** Called after a commit with the bells its transaction rang. Must not throw. */
  onBells?: (bells: readonly Bell[]) => void
  onPoolError?: (error: Error) => void
}

/**
 * The two doors to PostgreSQL. `inStores` walks through the store wall (row-level security for
 * the role `dukkan_app`); `asSystem` is for queues that must look across stores to find their next row.
 */
export class Database implements AsyncDisposable {
  readonly #app: pg.Pool
  readonly #system: pg.Pool
  readonly #onBells: (bells: readonly Bell[]) => void
  readonly #sockets = new Set<Socket>()
  readonly #plans = new FreshPlans(() => performance.now())

  constructor(options: DatabaseOptions) {
    this.#app = openPool(options, 'dukkan_app', this.#sockets)
    this.#system = openPool(options, 'dukkan_system', this.#sockets)
    this.#onBells = options.onBells ?? (() => undefined)
  }

  /** One transaction that can see and write only the rows of these stores. */
  inStores<T>(storeIds: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transaction({ pool: this.#app, opening: enteringStores(storeIds), work })
  }

  /** One transaction across all stores; `narrowTo` closes it to some of them for the rest of its life. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transaction({ pool: this.#system, opening: 'begin', work })
  }

  /** A single statement across all stores, its own transaction. */
  async system<Row extends object>(statement: string | Statement, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.#system.query<Row & pg.QueryResultRow>(asQuery(statement, values))
    return result.rows
  }

  /** Hangs up on PostgreSQL in the middle of whatever it is asked; who waits for an answer is told so at once. */
  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    await Promise.all([this.#app.end(), this.#system.end()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #transaction<T>({ pool, opening, work }: Opened<T>): Promise<T> {
    const client = await pool.connect()
    const bells: Bell[] = []
    let broken: Error | undefined
    try {
      if (this.#plans.areDue(client)) await client.query('discard plans')
      await client.query(opening)
      const result = await work(transactionOn(client, bells))
      const commit = await client.query('commit')
      if (commit.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back')
      if (bells.length > 0) this.#onBells(bells)
      return result
    } catch (error) {
      broken = isSilence(error) ? error : await rollBack(client)
      throw error
    } finally {
      client.release(broken)
    }
  }
}

/** Gives up the view across stores: from here the transaction is walled in to these stores. */
export async function narrowTo(tx: Tx, storeIds: readonly string[]): Promise<void> {
  await tx.query(NARROW, [arrayLiteral(storeIds)])
}

/** For a write of many statements that all go by key: the rest of the transaction plans each once per connection. */
export async function readByKey(tx: Tx): Promise<void> {
  await tx.query(GO_BY_KEY)
}

type Opened<T> = { pool: pg.Pool; opening: string; work: (tx: Tx) => Promise<T> }

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Both in one message: a page of the API is made of few statements, and each waits for the way there and back. */
function enteringStores(storeIds: readonly string[]): string {
  const stranger = storeIds.find((id) => !UUID.test(id))
  if (stranger !== undefined) throw new TypeError(`not the id of a store: ${stranger}`)
  return `begin; select set_config('dukkan.stores', '${arrayLiteral(storeIds)}', true)`
}

const NARROW: Statement = {
  name: 'narrow_to_stores',
  text: `select set_config('role', 'dukkan_app', true), set_config('dukkan.stores', $1, true)`,
}

/**
 * Queues are read by key, whatever their size was when statistics were last taken: an empty table that fills in a
 * minute must not be read from end to end by a plan of its first second. Such plans suit any values, so one is made per
 * connection and kept for a while.
 */
const BY_KEY =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'
const GO_BY_KEY: Statement = {
  name: 'go_by_key',
  text: `select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
}
/** Compiling a statement, or starting processes to share it, takes longer than any of ours runs. */
const SHORT = '-c jit=off -c max_parallel_workers_per_gather=0'
const PLANNING = { dukkan_app: SHORT, dukkan_system: `${SHORT} ${BY_KEY}` }

/** Longer than any statement of ours takes, and shorter than the leases of those who wait for its answer. */
const PATIENCE_MS = 30_000
/** No transaction of ours waits for anything but PostgreSQL: one that is idle for so long has lost its owner. */
const ABANDONED_MS = 15_000

function openPool(options: DatabaseOptions, role: 'dukkan_app' | 'dukkan_system', sockets: Set<Socket>): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: 5_000,
    query_timeout: options.patienceMs ?? PATIENCE_MS,
    keepAlive: true,
    application_name: options.applicationName,
    options: `-c role=${role} -c idle_in_transaction_session_timeout=${ABANDONED_MS} ${PLANNING[role]}`,
    types: pgTypes,
    stream: () => keptIn(sockets),
  })
  pool.on('error', (error) => options.onPoolError?.(error))
  // One that breaks in someone's hands between two statements tells the pool nothing; the next statement on it fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

function keptIn(sockets: Set<Socket>): Socket {
  const socket = new Socket()
  sockets.add(socket)
  return socket.once('close', () => sockets.delete(socket))
}

/** The server may still be at it, or gone without a word: nothing more can be asked of this connection. */
function isSilence(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout'
}

function transactionOn(client: pg.PoolClient, bells: Bell[]): Tx {
  return {
    async query<Row extends object>(statement: string | Statement, values: readonly unknown[] = []): Promise<Row[]> {
      const result = await client.query<Row & pg.QueryResultRow>(asQuery(statement, values))
      return result.rows
    },
    async run(statement, values = []) {
      const result = await client.query(asQuery(statement, values))
      return result.rowCount ?? 0
    },
    async both(sql) {
      const result = await client.query<pg.QueryResultRow>(sql)
      return { rows: result.rows, touched: result.rowCount ?? 0 }
    },
    ring(drain, shard) {
      if (!bells.some((bell) => bell.drain === drain && bell.shard === shard)) bells.push({ drain, shard })
    },
  }
}

async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function asQuery(statement: string | Statement, values: readonly unknown[]): pg.QueryConfig {
  return typeof statement === 'string'
    ? { text: statement, values: [...values] }
    : { name: statement.name, text: statement.text, values: encoded(statement, values) }
}

const arrayTypes = new WeakMap<Statement, ArrayTypes>()

function encoded(statement: Statement, values: readonly unknown[]): unknown[] {
  const types = arrayTypes.get(statement) ?? arrayTypesOf(statement.text)
  arrayTypes.set(statement, types)
  return values.map((value, place) => {
    const type = types[place]
    return type !== undefined && Array.isArray(value) ? binaryArray(type, value) : value
  })
}

function arrayLiteral(ids: readonly string[]): string {
  return `{${ids.join(',')}}`
}
