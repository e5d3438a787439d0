import type { Installation } from '#test/faults/stage/installation.ts'
import type { Doubt } from '#test/faults/strike/instruments.ts'
import type { Acceptance, Outside } from './journal.ts'
import { type Verdict, verdict } from './verdict.ts'

export type Sends = { verdicts: Verdict[]; lost: number; doubled: number }

type Row = {
  id: string
  seq: number
  shopperId: string
  state: string
  code: string | null
  attempts: number
  /** What must keep its order: the answers of a chat, the notices of one parcel. */
  stream: string
  refused: number
}

/** I4, I5, I6: what we say was sent was taken by Meta, once unless its fate was unknown, in order, and nothing else was. */
export async function checkSends(
  { database }: Pick<Installation, 'database'>,
  outside: Outside,
  doubts: readonly Doubt[],
): Promise<Sends> {
  const rows = new Map((await database.ask<Row>(ROWS)).map((row) => [row.id, row]))
  const byMessage = Map.groupBy(outside.taken, ({ messageId }) => messageId ?? 'none')
  const unseen = [...rows.values()].filter(({ id, state }) => ARRIVED.has(state) && !byMessage.has(id))
  const strangers = outside.taken.filter(({ messageId }) => messageId === null || !rows.has(messageId))
  const repeated = [...byMessage].filter(([, takings]) => takings.length > 1)
  const unexplained = [...rows.values()].filter((row) => row.state === 'failed' && !EXPLAINED.test(row.code ?? ''))
  const verdicts = [
    verdict(
      'I4',
      'every message that counts as sent was taken by Meta',
      unseen.map(({ id, state }) => `${id} is ${state}`),
    ),
    verdict(
      'I4',
      'no message failed but for a reason that Meta gave',
      unexplained.map(({ id, code }) => `${id}: ${code}`),
    ),
    verdict(
      'I4',
      'a message was repeated only when nobody knew whether it had arrived',
      repeated.flatMap((each) => blind(each, { rows, doubts })),
    ),
    verdict('I5', 'each shopper was written to in order', outOfOrder(byMessage, rows)),
    verdict(
      'I6',
      'nothing was sent that is not on our books',
      strangers.map(({ messageId, place }) => `${messageId} in line ${place}`),
    ),
  ]
  const extra = repeated.flatMap(([, takings]) => takings.slice(1))
  return { verdicts, lost: unseen.length + unexplained.length, doubled: extra.length }
}

const ARRIVED = new Set(['accepted', 'sent', 'delivered', 'read'])

/** Faults of the weather that end a message for good, and doubts that were given two tries. */
const EXPLAINED = /^(131000|131026|131047|131050|unknown-outcome|http-503|2|131016)$/

// `refused` counts the statuses by which Meta took a message back after it had accepted it.
const ROWS = `select m.id, m.seq, m.shopper_id as "shopperId", m.state, m.error_code as code, m.attempts,
    case when m.cause_kind = 'inbox' then 'chat' else m.cause_kind || ' ' || m.cause_id end as stream,
    (select count(*) from inbox i where i.kind = 'status' and i.body #>> '{status,status}' = 'failed'
      and i.body #>> '{status,biz_opaque_callback_data}' like m.id || '.%')::int as refused
  from messages m`

type Books = { rows: ReadonlyMap<string, Row>; doubts: readonly Doubt[] }

/** Copies of one message for which there was no doubt and no refusal. */
function blind([id, takings]: [string, Acceptance[]], { rows, doubts }: Books): string[] {
  const row = rows.get(id)
  const attempts = new Set(takings.map(({ attempt }) => attempt))
  if (attempts.size < takings.length) return [`${id} was sent twice in one attempt`]
  const reasons = doubts.filter(({ messageId }) => messageId === id).length + (row?.refused ?? 0)
  return takings.length - 1 <= reasons ? [] : [`${id} was sent ${takings.length} times with ${reasons} reasons`]
}

function outOfOrder(byMessage: ReadonlyMap<string, Acceptance[]>, rows: ReadonlyMap<string, Row>): string[] {
  const firsts = [...byMessage].flatMap(([id, [first]]) => {
    const row = rows.get(id)
    // What Meta took back waits before it goes again, and others pass it meanwhile.
    return first === undefined || row === undefined || row.refused > 0 ? [] : [{ row, place: first.place }]
  })
  return [...Map.groupBy(firsts, ({ row }) => `${row.shopperId} ${row.stream}`).values()].flatMap((own) => {
    const inOrder = own.toSorted((one, other) => one.place - other.place)
    return inOrder.flatMap(({ row }, index) => {
      const before = inOrder[index - 1]?.row
      return before !== undefined && before.seq > row.seq
        ? [`${row.id} (${row.seq}) came after ${before.id} (${before.seq})`]
        : []
    })
  })
}
