import { z } from 'zod'
import { type CursorPayload, decodeCursor, encodeCursor } from '#shared/cursor.ts'
import { Invalid } from '#shared/errors.ts'

const maxLimit = 100
const defaultLimit = 20

/** The two query parameters of every list; spread them into the list's own strict query. */
export const pageQuery = {
  cursor: z.string().max(4096).optional().meta({ description: '`nextCursor` of the page before.' }),
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/)
    .default(String(defaultLimit))
    .transform(Number)
    .refine((limit) => limit <= maxLimit, { message: `At most ${maxLimit}.` })
    .meta({ type: 'integer', minimum: 1, maximum: maxLimit, default: defaultLimit }),
}

export function pageView<Row extends z.ZodType>(row: Row) {
  return z.object({ data: z.array(row), nextCursor: z.string().nullable() })
}

/** Reads and writes places in the lists of one store; a cursor of another store or list is refused. */
export type Cursors = {
  /** Throws Invalid('cursor-invalid') for a text that is no cursor of this list. */
  read(list: string, text: string | undefined): CursorPayload | null
  write(list: string, payload: Readonly<CursorPayload>): string
}

export function cursorsOf(secret: Uint8Array, storeId: string): Cursors {
  return {
    read(list, text) {
      if (text === undefined) return null
      const [store, name, ...payload] = decodeCursor(secret, text) ?? []
      if (store === storeId && name === list) return payload
      throw new Invalid('cursor-invalid', 'The cursor is not one of this list.', {}, 'Start again without a cursor.')
    },
    write: (list, payload) => encodeCursor(secret, [storeId, list, ...payload]),
  }
}

export type Page<View> = { data: View[]; nextCursor: string | null }

/** A page out of `limit + 1` rows: the extra one only says that there are more. */
export function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  to: { view: (row: Row) => View; cursor: (last: Row) => string },
): Page<View> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return { data: shown.map(to.view), nextCursor: more ? to.cursor(last) : null }
}
