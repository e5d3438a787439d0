import type { Statement, Tx } from '#platform/db.ts'
import type { Cart, CartLine, Quote } from './cart.types.ts'

/** The open cart of each of these shoppers who has one, by shopper. */
export async function readOpenCarts(tx: Tx, shopperIds: readonly string[]): Promise<Map<string, Cart>> {
  const rows = await tx.query<CartRow>(READ_OPEN_CARTS, [shopperIds])
  return new Map(rows.map((row) => [row.shopperId, { ...row, shownQuote: reviveQuote(row.shownQuote) }]))
}

export type CartChange = {
  /** A new id opens a cart. */
  id: string
  storeId: string
  shopperId: string
  lines: readonly CartLine[]
  note: string | null
  shownQuote: Quote | null
}

/**
 * Writes open carts as they are to be, new ones too, and answers with each one's version, which is one higher than
 * before. A cart that was ordered meanwhile stays as it is and has no entry. The caller has the conversations locked.
 */
export async function writeCarts(tx: Tx, changes: readonly CartChange[]): Promise<Map<string, number>> {
  if (changes.length === 0) return new Map()
  const rows = await tx.query<{ id: string; version: number }>(WRITE_CARTS, [
    changes.map((change) => change.id),
    changes.map((change) => change.storeId),
    changes.map((change) => change.shopperId),
    changes.map((change) => JSON.stringify(change.lines)),
    changes.map((change) => change.note),
    changes.map((change) => (change.shownQuote === null ? null : JSON.stringify(change.shownQuote))),
  ])
  return new Map(rows.map(({ id, version }) => [id, version]))
}

type StoredQuote = Omit<Quote, 'expiresAt'> & { expiresAt: string }

type CartRow = Omit<Cart, 'shownQuote'> & { shownQuote: StoredQuote | null }

function reviveQuote(stored: StoredQuote | null): Quote | null {
  return stored === null ? null : { ...stored, expiresAt: new Date(stored.expiresAt) }
}

const READ_OPEN_CARTS: Statement = {
  name: 'carts_read_open',
  text: `select id, store_id as "storeId", shopper_id as "shopperId", version, lines, note, shown_quote as "shownQuote"
    from carts where shopper_id = any ($1::uuid[]) and status = 'open'`,
}

const WRITE_CARTS: Statement = {
  name: 'carts_write',
  text: `insert into carts (id, store_id, shopper_id, lines, note, shown_quote)
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[], $5::text[], $6::jsonb[])
    on conflict (id) do update set lines = excluded.lines, note = excluded.note, shown_quote = excluded.shown_quote,
        version = carts.version + 1, updated_at = clock_timestamp()
      where carts.status = 'open' and carts.store_id = excluded.store_id
    returning id, version`,
}
