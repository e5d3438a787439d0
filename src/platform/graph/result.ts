import type { z } from 'zod'
import type { GraphOutcome } from './outcome.ts'

/** A Graph outcome whose good answer has been read. */
export type GraphResult<T> = { kind: 'ok'; value: T } | Exclude<GraphOutcome, { kind: 'ok' }>

/** Reads a good answer by its schema; one that does not fit is as unknown as one that was lost. */
export async function typed<Schema extends z.ZodType>(
  call: Promise<GraphOutcome>,
  schema: Schema,
): Promise<GraphResult<z.output<Schema>>> {
  const outcome = await call
  if (outcome.kind !== 'ok') return outcome
  const read = schema.safeParse(outcome.body)
  return read.success ? { kind: 'ok', value: read.data } : { kind: 'unknown', reason: 'unexpected-answer' }
}

/** One line for a log or a problem; personal data never enters an outcome. */
export function describe(outcome: Exclude<GraphOutcome, { kind: 'ok' }>): string {
  if (outcome.kind === 'unknown' || outcome.kind === 'not_sent') return `${outcome.kind}: ${outcome.reason}`
  const { code, httpStatus, details, message, traceId } = outcome.error
  return `${outcome.kind}: code ${code ?? 'none'} (HTTP ${httpStatus}) ${details || message} [${traceId ?? 'no trace'}]`
}
