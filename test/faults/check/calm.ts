import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from '#test/faults/stage/database.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import { control } from '#test/faults/stage/sandbox-control.ts'
import { hurryChores, letTimePass } from '#test/faults/strike/time.ts'

/** What is not finished, by kind. */
export type OpenWork = Record<string, number>

const STUCK_MS = 20_000
const MOST_MS = 90_000
const STEP_MS = 500

/** Ends all faults, lets time pass and waits until nothing is left to do; throws with a dump when the shop is stuck. */
export async function comeToRest(installation: Installation, say: (line: string) => void): Promise<number> {
  const began = performance.now()
  await control(`${installation.sandboxUrl}/control/misbehave`, undefined, 'DELETE')
  for (const slot of installation.slots) slot.signal('SIGCONT')
  await Promise.all(
    installation.slots.filter(({ skewed }) => skewed).map((slot) => slot.end('SIGKILL', { cause: 'to set its clock' })),
  )
  await waitFor(installation, {
    spareDoubts: true,
    say,
    done: (open) => (open.inbox ?? 0) + (open['webhooks pending'] ?? 0) === 0,
  })
  await hurryChores(installation.database)
  await waitFor(installation, { spareDoubts: false, say, done: (open) => total(open) === 0 })
  return performance.now() - began
}

type Waiting = { spareDoubts: boolean; say: (line: string) => void; done: (open: OpenWork) => boolean }

async function waitFor(installation: Installation, { spareDoubts, say, done }: Waiting): Promise<void> {
  const began = performance.now()
  let least = Number.POSITIVE_INFINITY
  let fellAt = began
  for (;;) {
    const open = await readOpenWork(installation)
    if (done(open)) return
    if (total(open) < least) {
      least = total(open)
      fellAt = performance.now()
    }
    const now = performance.now()
    if (now - fellAt > STUCK_MS || now - began > MOST_MS) {
      say(await dump(installation))
      throw new Error(`The shop is stuck with ${JSON.stringify(open)}`)
    }
    await letTimePass(installation.database, { spareDoubts })
    await sleep(STEP_MS)
  }
}

function total(open: OpenWork): number {
  return Object.values(open).reduce((sum, count) => sum + count, 0)
}

async function readOpenWork({ database, sandboxUrl }: Installation): Promise<OpenWork> {
  const rows = await database.ask<{ what: string; count: number }>(OPEN)
  const { webhooksPending } = await control<{ webhooksPending: number }>(`${sandboxUrl}/control/state`)
  return { ...Object.fromEntries(rows.map(({ what, count }) => [what, count])), 'webhooks pending': webhooksPending }
}

// A parked store's messages wait for a person; the poisoned store parks itself.
const OPEN = `select what, count(*)::int as count from (
    select 'inbox' as what from inbox where outcome is null
    union all select 'events' from events where outcome is null
    union all select 'messages ' || m.state from messages m join stores s on s.id = m.store_id
      where m.state in ('queued', 'sending', 'in_doubt') and s.sending_parked_at is null
    union all select 'refunds ' || state from refunds where state in ('decided', 'sending', 'in_doubt', 'pending')
    union all select 'attempts ' || state from payment_attempts where state = 'superseded' and closed_at is null
    union all select 'overdue orders' from orders where status = 'awaiting_payment' and hold_expires_at <= clock_timestamp()
    union all select 'catalog items' from catalog_items where dirty_since is not null
    union all select 'catalog batches' from catalog_batches where state in ('building', 'sent')
  ) work group by what`

/** Open rows, locks and the stacks of our processes, for whoever looks at a stuck run. */
export async function dump(installation: Installation): Promise<string> {
  const { database } = installation
  const parts = [
    ...(await section(
      database,
      'inbox',
      `select id, kind, attempts, retry_at, last_error, mailbox_key from inbox where outcome is null order by id limit 10`,
    )),
    ...(await section(
      database,
      'messages',
      `select id, state, attempts, error_code, due_at, locked_until, doubt_until from messages where state in ('queued', 'sending', 'in_doubt') order by seq limit 10`,
    )),
    ...(await section(
      database,
      'events',
      `select id, type, attempts, retry_at, last_error from events where outcome is null order by id limit 10`,
    )),
    ...(await section(
      database,
      'catalog',
      `select state, attempts, error, next_check_at, created_at from catalog_batches where state in ('building', 'sent')`,
    )),
    ...(await section(
      database,
      'attempts',
      `select id, state, checked_at, session_id from payment_attempts where state = 'superseded' and closed_at is null`,
    )),
    ...(await section(
      database,
      'schedule',
      `select job, subject, next_run_at, locked_until, last_error from schedule where locked_until is not null or last_error is not null`,
    )),
    ...(await section(database, 'locks', LOCKS)),
    ...(await stacks(installation)),
  ]
  return parts.join('\n')
}

const LOCKS = `select a.pid, a.application_name as name, a.state, a.wait_event_type as waits, now() - a.xact_start as age,
    pg_blocking_pids(a.pid) as blockers, left(a.query, 120) as query
  from pg_stat_activity a where a.application_name like 'dukkan %' and (a.state <> 'idle' or a.wait_event_type = 'Lock')
  order by a.xact_start limit 20`

async function section({ ask }: Stage, title: string, sql: string): Promise<string[]> {
  const rows = await ask(sql)
  return [`-- ${title}`, ...rows.map((row) => JSON.stringify(row))]
}

async function stacks({ slots, folder }: Installation): Promise<string[]> {
  for (const slot of slots) slot.signal('SIGUSR2')
  await sleep(1_500)
  const reports = (await readdir(folder)).filter((name) => name.startsWith('report.'))
  return Promise.all(
    reports.map(async (name) => {
      const { header, javascriptStack } = JSON.parse(await readFile(join(folder, name), 'utf8'))
      return `-- stack of ${header.processId}\n${(javascriptStack?.stack ?? []).join('\n')}`
    }),
  )
}
