import { z } from 'zod'
import { isObject } from '#sandbox/graph/checks.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { emitValue, postMeta } from '#sandbox/webhooks/meta-events.ts'
import type { Delivery } from '#sandbox/webhooks/sender.ts'
import { requireWorldNumber } from './chat.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'
import { askOutside } from './outside.ts'

const ValueBody = z.strictObject({ phoneNumberId: z.string().optional(), value: z.record(z.string(), z.unknown()) })

/** Sends any webhook, signed: a whole body with `object`, or the value of a `messages` change. */
export async function sendWebhook(state: SandboxState, call: ControlCall): Promise<unknown> {
  const statuses: number[] = []
  const attempted = (status: number) => statuses.push(status)
  const posted = { api: 'webhooks.raw', lane: `raw ${state.journal.last()}`, attempted }
  if (isObject(call.body) && call.body.object !== undefined) await postMeta(state, { ...posted, body: call.body })
  else {
    const { phoneNumberId, value } = readControl(ValueBody, call.body)
    await emitValue(state, { ...posted, number: requireWorldNumber(state, phoneNumberId), value })
  }
  return { status: statuses[0] ?? 0 }
}

/** The handshake Meta makes when a callback address is saved. */
export async function verifyCallback(state: SandboxState): Promise<unknown> {
  const { webhookUrl, verifyToken } = state.world.config
  if (webhookUrl === undefined) throw new ControlError(409, 'The world has no webhookUrl')
  const challenge = state.random.digits(10)
  const url = new URL(webhookUrl)
  const asked = { 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': verifyToken }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  const { status, text } = await askOutside(url)
  return { status, verified: status === 200 && text === challenge }
}

const ReplayBody = z
  .strictObject({
    wamid: z.string().optional(),
    /** A line of the journal. */
    journal: z.number().int().positive().optional(),
    all: z.literal(true).optional(),
    times: z.number().int().min(1).max(1_000).default(1),
    shuffle: z.boolean().default(false),
  })
  .refine(
    (body) => [body.wamid, body.journal, body.all].filter((each) => each !== undefined).length === 1,
    'Name a wamid, a journal line or all',
  )

/** Delivers again what was delivered (or lost) before, as Meta may do for days. */
export async function replayWebhooks(state: SandboxState, call: ControlCall): Promise<unknown> {
  const { times, shuffle, ...wanted } = readControl(ReplayBody, call.body)
  const sent = await state.hooks.replay(chooser(state, wanted), (chosen) => {
    const copies = Array.from({ length: times }, () => chosen).flat()
    return shuffle ? state.random.shuffle(copies) : copies
  })
  if (sent === 0) throw new ControlError(404, 'No such delivery is remembered')
  return { sent }
}

type Wanted = Pick<z.output<typeof ReplayBody>, 'wamid' | 'journal' | 'all'>

function chooser({ hooks }: SandboxState, { wamid, journal }: Wanted): (delivery: Delivery) => boolean {
  if (wamid !== undefined) return (delivery) => delivery.wamids.includes(wamid)
  const noted = journal === undefined ? undefined : hooks.noted(journal)
  return (delivery) => journal === undefined || delivery === noted
}
