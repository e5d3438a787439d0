import type { SandboxState } from '#sandbox/state.ts'
import { parseJson } from '#sandbox/transport.ts'
import { type Fields, isObject } from './checks.ts'
import type { GraphCall } from './graph-call.ts'
import { GraphError } from './graph-error.ts'

/** Only the asked fields; `id` always comes along. Sub-selections like `events{…}` keep the whole member. */
export function selectFields(object: Fields, wanted: string | undefined, always: string[] = ['id']): Fields {
  if (wanted === undefined || wanted === '') return object
  const names = new Set(
    wanted
      .replace(/\{[^}]*\}/g, '')
      .split(',')
      .map((name) => name.trim()),
  )
  for (const name of always) names.add(name)
  return Object.fromEntries(Object.entries(object).filter(([key]) => names.has(key)))
}

type Paged = { rows: Fields[]; path: string }

/** Meta's cursor paging; `paging.next` only when another page follows. */
export function page(state: SandboxState, call: GraphCall, { rows, path }: Paged): Fields {
  const limit = Math.min(Math.max(Number(call.query.limit ?? 25) || 25, 1), 1_000)
  const start = call.query.after === undefined ? 0 : decodeCursor(call.query.after) + 1
  const shown = rows.slice(start, start + limit)
  if (shown.length === 0) return { data: [] }
  const last = start + shown.length - 1
  const cursors = { before: encodeCursor(start), after: encodeCursor(last) }
  const query = new URLSearchParams({ ...call.query, after: cursors.after })
  const next = last + 1 < rows.length ? { next: `${state.url}${path}?${query}` } : {}
  return { data: shown, paging: { cursors, ...next } }
}

const encodeCursor = (index: number) => Buffer.from(String(index)).toString('base64url')

function decodeCursor(cursor: string): number {
  const index = Number(Buffer.from(cursor, 'base64url').toString())
  if (!Number.isSafeInteger(index) || index < 0) throw new GraphError(100, 'Invalid cursors values: after')
  return index
}

/** A query parameter that holds JSON, or a body member that may come as JSON text (form fields do). */
export function jsonParameter(value: unknown, name: string): unknown {
  if (typeof value !== 'string') return value
  const parsed = parseJson(value)
  if (parsed === undefined) throw new GraphError(100, `Param ${name} must be valid JSON`)
  return parsed.value
}

export function objectParameter(value: unknown, name: string): Fields {
  const parsed = jsonParameter(value, name)
  if (!isObject(parsed)) throw new GraphError(100, `Param ${name} must be an object`)
  return parsed
}
