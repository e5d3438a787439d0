import { type Check, sqlCheck } from './check.ts'

const STUCK =
  'See that workers run and read their log; `last_error` of the row says what failed. The sweep takes it up again by itself.'

/** I2: everything that arrived ends once, and everything that is to leave moves. */
export const workChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I2',
    says: 'everything that arrived has come to one outcome',
    fix: STUCK,
    sql: `select store_id, 'inbox ' || id, jsonb_build_object('kind', kind, 'attempts', attempts, 'lastError', last_error)
      from inbox where outcome is null and received_at < clock_timestamp() - make_interval(secs => $1)`,
  }),
  sqlCheck({
    invariant: 'I2',
    says: 'an outcome is one of those that exist, and has its time',
    fix: 'Report this: a row of the inbox was closed by something unknown.',
    sql: `select store_id, 'inbox ' || id, jsonb_build_object('kind', kind, 'outcome', outcome)
      from inbox where outcome is not null and (outcome_at is null
        or outcome !~ '^(answered|handed_over|handled|applied|dead|orphan|ignored:.+|parked:.+)$')`,
  }),
  sqlCheck({
    invariant: 'I2',
    says: 'nothing that arrived was given up',
    level: 'look',
    fix: 'The owner was told of each (store problems). Mend what `last_error` says; ask the shopper to write again.',
    sql: `select store_id, 'inbox ' || id, jsonb_build_object('kind', kind, 'lastError', last_error)
      from inbox where outcome = 'dead'`,
  }),
  sqlCheck({
    invariant: 'I2',
    says: 'every event of the shop was told to its listeners',
    fix: STUCK,
    sql: `select store_id, 'event ' || id, jsonb_build_object('type', type, 'attempts', attempts, 'lastError', last_error)
      from events where (outcome is null or outcome = 'dead') and created_at < clock_timestamp() - make_interval(secs => $1)`,
  }),
  sqlCheck({
    invariant: 'I2',
    says: 'every message is on its way, has left or has ended',
    fix: STUCK,
    sql: `select m.store_id, 'message ' || m.id,
        jsonb_build_object('state', m.state, 'attempts', m.attempts, 'code', m.error_code)
      from messages m join stores s on s.id = m.store_id
      where m.open and s.sending_parked_at is null and (
        (m.state = 'queued' and m.due_at < clock_timestamp() - make_interval(secs => $1)
          and not exists (select 1 from number_buckets b
            where b.store_id = m.store_id and b.blocked_until > clock_timestamp() - make_interval(secs => $1))
          and not exists (select 1 from pair_buckets p
            where p.shopper_id = m.shopper_id and p.blocked_until > clock_timestamp() - make_interval(secs => $1)))
        or (m.state = 'sending' and m.locked_until < clock_timestamp() - make_interval(secs => $1))
        or (m.state = 'in_doubt' and m.doubt_until < clock_timestamp() - make_interval(secs => $1)))`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'every status speaks of a message of ours',
    level: 'look',
    fix: 'Another program sends from this number, or a message was lost: compare in WhatsApp Manager.',
    sql: `select store_id, 'inbox ' || id, jsonb_build_object('wamid', body #> '{status,id}')
      from inbox where kind = 'status' and outcome = 'orphan'`,
  }),
]
