import { parsePublicId } from '#shared/ids.ts'
import type { Ledger } from '#test/faults/load/record.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import type { Outside } from './journal.ts'
import { type Verdict, verdict } from './verdict.ts'

/** I1, I2, I3, I18: what was acknowledged is there, once, and came to one end. */
export async function checkArrivals({ database }: Installation, outside: Outside, ledger: Ledger): Promise<Verdict[]> {
  const { ask } = database
  const keys = async (kind: string) =>
    new Set(
      (await ask<{ key: string }>('select dedupe_key as key from inbox where kind = $1', [kind])).map(({ key }) => key),
    )
  const messages = await keys('message')
  const statuses = await keys('status')
  const stripe = new Set([...(await keys('stripe'))].map((key) => key.split(':')[1] ?? ''))
  const { acknowledged, sent } = outside
  return [
    verdict('I1', 'every message that was acknowledged is in the inbox', missing(acknowledged.messages, messages)),
    verdict(
      'I1',
      'the inbox holds no message that nobody sent',
      missing(messages, new Set([...sent, ...ledger.posted])),
    ),
    verdict('I18', 'every status that was acknowledged is in the inbox', missing(acknowledged.statuses, statuses)),
    verdict('I18', 'every event of Stripe that was acknowledged is in the inbox', missing(acknowledged.stripe, stripe)),
    verdict('I18', 'every write that was acknowledged is there', await missingWrites(database, ledger)),
    verdict('I15', 'calls with one key are one call, however many there are', ledger.unlike),
    verdict('I2', 'only what was poisoned on purpose was given up', await deadEvents(database)),
    verdict('I3', 'an answered message has its answer, and none has two', await wrongAnswers(database)),
  ]
}

function missing(wanted: ReadonlySet<string>, held: ReadonlySet<string>): string[] {
  return [...wanted].filter((key) => !held.has(key))
}

type Ask = Installation['database']

/** A parcel or scan whose 2xx the courier's system has seen. */
async function missingWrites({ ask }: Ask, { acknowledged }: Ledger): Promise<string[]> {
  const parcels = acknowledged.filter(({ path, status }) => path === '/v1/shipments' && status === 201)
  const ids = parcels.map(({ body }) => parsePublicId('shipment', (JSON.parse(body) as { id: string }).id) ?? body)
  const rows = await ask<{ id: string }>('select id from shipments where id::text = any ($1)', [ids])
  const held = new Set(rows.map(({ id }) => id))
  return [...new Set(ids)].filter((id) => !held.has(id)).map((id) => `parcel ${id}`)
}

/** The third store's conversations fail on purpose; everything else that dies is a loss. */
async function deadEvents({ ask }: Ask): Promise<string[]> {
  const dead = await ask<{ what: string }>(
    `select 'inbox ' || i.id || ' ' || i.kind || ': ' || coalesce(i.last_error, '') as what from inbox i
      where i.outcome = 'dead' and not exists (
        select 1 from stores s where s.id = i.store_id and s.slug = 'faults-3' and i.kind = 'message')
    union all select 'event ' || id || ' ' || type || ': ' || coalesce(last_error, '') from events where outcome = 'dead'`,
  )
  return dead.map(({ what }) => what)
}

async function wrongAnswers({ ask }: Ask): Promise<string[]> {
  const rows = await ask<{ what: string }>(
    `select 'inbox ' || i.id || ' was answered and has no message' as what from inbox i
      join mailboxes b on b.key = i.mailbox_key
      where i.kind = 'message' and i.outcome = 'answered'
        and not exists (select 1 from messages m where m.cause_kind = 'inbox' and m.cause_id = i.id::text and m.slot = 0)
        and not exists (
          select 1 from messages m where m.store_id = i.store_id and m.cause_kind = 'order' and m.slot = 0
            and m.queued_at between i.received_at and i.outcome_at + interval '1 second')
    union all
    select 'message ' || m.id || ' answers inbox ' || m.cause_id || ', which is ' || coalesce(i.outcome, 'not there')
      from messages m left join inbox i on i.id::text = m.cause_id
      where m.cause_kind = 'inbox' and m.slot = 0 and i.outcome is distinct from 'answered'`,
  )
  return rows.map(({ what }) => what)
}
