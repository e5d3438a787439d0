import { z } from 'zod'
import type { SandboxState } from '#sandbox/state.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'

const requestFaults = [
  'http_429',
  'http_409',
  'http_500',
  '503_no_body',
  'silence',
  'reset',
  'slow',
  'drip',
  'accept_then_reset',
  'accept_then_silence',
  'accept_then_500',
  'auth_190',
  'code',
] as const
const messageFaults = ['130429', '131056', 'fail_later', 'refuse_late', 'early_status'] as const
const catalogFaults = ['item_errors', 'lose_handle', 'no_handles', 'late_batch', 'stuck', 'rejected'] as const
const stripeFaults = ['pending'] as const
const webhookFaults = ['duplicate', 'reorder', 'delay', 'lose', 'bad_signature'] as const

const MisbehaveBody = z.strictObject({
  api: z.string().min(1),
  fault: z.enum([...requestFaults, ...messageFaults, ...catalogFaults, ...stripeFaults, ...webhookFaults]),
  code: z.union([z.number(), z.string()]).optional(),
  details: z.string().optional(),
  times: z.number().int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  delayMs: z.number().min(0).optional(),
  copies: z.number().int().min(2).max(1_000).optional(),
  retailerIds: z.array(z.string()).optional(),
  address: z.string().min(1).optional(),
})

/** Orders a fault; without `times` it goes on until it is taken back. */
export function misbehave(state: SandboxState, call: ControlCall): unknown {
  return { id: state.faults.add(readControl(MisbehaveBody, call.body)).id }
}

export function behave(state: SandboxState, call: ControlCall): unknown {
  const { id } = call.params
  if (id === undefined) state.faults.clear()
  else if (!state.faults.remove(id)) throw new ControlError(404, `No fault ${id}`)
  return { faults: state.faults.list().length }
}
