import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '#sandbox/random.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import { control } from '#test/faults/stage/sandbox-control.ts'
import type { Role, Slot } from '#test/faults/stage/slot.ts'
import { abortWrites } from './instruments.ts'
import { letTimePass } from './time.ts'

export type Target = { installation: Installation; random: Random; spared: readonly string[] }

/** One way to be unlucky. Resolves when it has happened and what it broke is on its way back. */
export type Strike = (target: Target) => Promise<void>

/** What is done to our own processes. */
const toProcesses: Record<string, Strike> = {
  'kill server': (target) => kill(target, 'server'),
  'kill worker': (target) => kill(target, 'worker'),
  'stop and go on server': (target) => freeze(target, 'server'),
  'stop and go on worker': (target) => freeze(target, 'worker'),
  'restart server': (target) => restart(target, 'server'),
  'restart worker': (target) => restart(target, 'worker'),
  'wrong clock': skew,
}

/** What is done to PostgreSQL and the way there. */
const toDatabase: Record<string, Strike> = {
  'pg: connections terminated': ({ installation: { database } }) => terminate(database),
  'pg: crash and recovery': ({ installation }) => installation.database.crash(),
  'pg: connections cut': async ({ installation }) => void installation.databaseProxy.cut(),
  'pg: connections half-open': async ({ installation }) => void installation.databaseProxy.mute(),
  'pg: locks of a stranger': ({ installation: { database } }) => lockOut(database),
  'pg: writes aborted': ({ installation: { database } }) => abortWrites(database, 1_200),
}

/** What is done to what carries the doorbells. */
const toBells: Record<string, Strike> = {
  'bells wiped': ({ installation }) => wipeBells(installation),
}

const toDisk: Record<string, Strike> = {
  'disk full': async ({ installation: { disk } }) => disk?.fill(1_500),
}

const toRedis: Record<string, Strike> = {
  'redis: crash': async ({ installation: { redis } }) => redis?.crash(),
  'redis: stop and go on': async ({ installation: { redis } }) => redis?.pause(2_000),
  'redis: connections half-open': async ({ installation: { redisProxy } }) => void redisProxy?.mute(),
}

/** What the senders of webhooks do beyond the usual. */
const toWebhooks: Record<string, Strike> = {
  '200 copies at once': ({ installation }) =>
    misbehave(installation, { api: 'webhooks.messages', fault: 'duplicate', copies: 200, times: 1 }),
  'minutes pass': ({ installation: { database } }) => letTimePass(database),
}

/** What there is to be struck: a Redis that carries the doorbells, a disk that can be filled. */
export type Reach = { redis: boolean; disk: boolean }

export function strikesFor({ redis, disk }: Reach): Readonly<Record<string, Strike>> {
  return {
    ...toProcesses,
    ...toDatabase,
    ...(disk ? toDisk : {}),
    ...toBells,
    ...(redis ? toRedis : {}),
    ...toWebhooks,
  }
}

export async function misbehave({ sandboxUrl }: Installation, rule: Record<string, unknown>): Promise<void> {
  await control(`${sandboxUrl}/control/misbehave`, rule)
}

function pick({ installation, random, spared }: Target, role: Role): Slot | undefined {
  const slots = installation.slotsOf(role).filter(({ name }) => !spared.includes(name))
  return slots[Math.floor(random.next() * slots.length)]
}

async function kill(target: Target, role: Role): Promise<void> {
  await pick(target, role)?.end('SIGKILL', { cause: 'killed', pauseMs: target.random.next() * 1_000 })
}

async function restart(target: Target, role: Role): Promise<void> {
  await pick(target, role)?.end('SIGTERM', { cause: 'told to stop' })
}

/** Sleeps through its leases, once in a while long enough for everybody to take it for dead. */
async function freeze(target: Target, role: Role): Promise<void> {
  const slot = pick(target, role)
  const ms = target.random.next() < 0.2 ? 18_000 : 1_000 + target.random.next() * 3_000
  slot?.signal('SIGSTOP')
  void sleep(ms).then(() => slot?.signal('SIGCONT'))
}

/** Four minutes ahead or behind: Stripe's signatures allow five. */
async function skew(target: Target): Promise<void> {
  const slot = pick(target, target.random.next() < 0.5 ? 'server' : 'worker')
  const skewMs = target.random.next() < 0.5 ? 240_000 : -240_000
  await slot?.end('SIGKILL', { cause: 'to wake with a wrong clock', over: { FAULTS_CLOCK_SKEW_MS: String(skewMs) } })
}

async function terminate({ ask }: Installation['database']): Promise<void> {
  await ask(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'dukkan %' and pid <> pg_backend_pid()`,
  )
}

/** Somebody's report or migration holds the rows that everybody wants. */
async function lockOut({ ask }: Installation['database']): Promise<void> {
  void ask(`do $$ begin
      perform 1 from stock for update; perform 1 from orders where status = 'awaiting_payment' for update;
      perform pg_sleep(2);
    end $$`).catch(() => undefined)
}

/** Forgets everything that was ever rung. */
export async function wipeBells({ redis, database, slots }: Installation): Promise<void> {
  const onRedis = slots.some(({ plan }) => plan.environment.REDIS_URL !== '')
  if (onRedis) return redis?.wipe()
  await database.ask(`do $$ declare tables text; begin
      select string_agg(format('%I.%I', schemaname, tablename), ', ') into tables
        from pg_tables where schemaname = 'bullmq' and tablename !~ 'migration|version';
      execute 'truncate ' || tables;
    end $$`)
}
