import type { Verb } from '#modules/conversation/chat.types.ts'
import type { Choice, Situation } from '#modules/conversation/turn.types.ts'
import { choice } from './turns.ts'

/** WhatsApp shows ten rows over all sections of a list. */
export const mostRows = 10

/** What the row for more asks for; the page is added to its arguments. */
export type More = { verb: Verb; args: readonly string[] }

type Paging = More & { rows: readonly Choice[]; page: number }

/** Ten rows at most; when there are more, the last one turns the page, and the last page leads back to the first. */
export function pageOf(situation: Situation, { rows, page, verb, args }: Paging): Choice[] {
  if (rows.length <= mostRows) return [...rows]
  const perPage = mostRows - 1
  const pages = Math.ceil(rows.length / perPage)
  const shown = Math.min(page, pages - 1)
  const next = String((shown + 1) % pages)
  const more = choice(situation, verb, { title: 'more', args: [...args, next] })
  return [...rows.slice(shown * perPage, (shown + 1) * perPage), more]
}
