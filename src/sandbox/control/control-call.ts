import { z } from 'zod'
import type { SandboxState } from '#sandbox/state.ts'

/** A refusal of the control API: a status and words for the person driving it. */
export class ControlError extends Error {
  readonly status: number
  readonly more: Record<string, unknown>

  constructor(status: number, message: string, more: Record<string, unknown> = {}) {
    super(message)
    this.name = 'ControlError'
    this.status = status
    this.more = more
  }
}

export type ControlCall = {
  params: Record<string, string>
  query: Record<string, string>
  body: unknown
}

export type ControlRun = (state: SandboxState, call: ControlCall) => unknown

/** Reads a control body strictly: a misspelt key is a mistake in the test, not something to ignore. */
export function readControl<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value ?? {})
  if (read.success) return read.data
  throw new ControlError(400, z.prettifyError(read.error), { issues: read.error.issues })
}
