import { z } from 'zod'
import { emptyMeta } from '#sandbox/graph/meta-model.ts'
import { addPeople } from '#sandbox/people.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { expireDue } from '#sandbox/stripe/session-expiry.ts'
import { indexWorld, SandboxWorldSchema } from '#sandbox/world.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'
import { viewClock } from './phone.ts'

/** Replaces who exists outside; chats, catalogs and payments of ids that stay are kept. */
export function putWorld(state: SandboxState, call: ControlCall): unknown {
  state.world = indexWorld(readControl(SandboxWorldSchema, call.body))
  state.news.publish({ kind: 'reset' })
  return readState(state)
}

export function readState(state: SandboxState): unknown {
  const { world, meta } = state
  return {
    url: state.url,
    now: state.clock.now().toISOString(),
    clockOffsetMs: state.clock.offsetMs(),
    world: {
      appId: world.config.appId,
      webhookUrl: world.config.webhookUrl ?? null,
      numbers: world.config.numbers.map(({ accessToken: _, ...number }) => number),
      stripeAccounts: world.config.stripeAccounts.map(({ webhookUrl, settlementCurrency }) => ({
        webhookUrl,
        settlementCurrency,
      })),
    },
    shoppers: meta.shoppers.size,
    chats: meta.chats.size,
    templates: [...meta.templates.values()].map(({ id, wabaId, name, language, status }) => ({
      id,
      wabaId,
      name,
      language,
      status,
    })),
    catalogs: [...meta.catalogs.values()].map(({ id, items }) => ({ id, items: items.size })),
    faults: state.faults.list(),
    struck: state.faults.tally(),
    journal: state.journal.last(),
    webhooksPending: state.hooks.pending(),
  }
}

/** Forgets everything that happened; the world, the clock's source and the journal file stay. */
export function reset(state: SandboxState): unknown {
  state.hooks.forget()
  state.timers.clear()
  state.meta = emptyMeta()
  state.stripe.clear()
  state.batch = []
  state.faults.clear()
  state.journal.clear()
  state.crawler.clear()
  state.clock.reset()
  addPeople(state)
  state.news.clear()
  state.news.publish({ kind: 'reset' })
  return { reset: true }
}

const tenYearsMs = 10 * 365 * 86_400_000

/** At most ten years at once: a slip of the keyboard must not carry the world out of what dates can say. */
const Advance = z.strictObject({ advanceMs: z.number().int().min(-tenYearsMs).max(tenYearsMs) })

/** Moves sandbox time: windows, expiries and timestamps follow it at once. */
export async function moveClock(state: SandboxState, call: ControlCall): Promise<unknown> {
  const { advanceMs } = readControl(Advance, call.body)
  if (advanceMs < 0 && state.clock.shared)
    throw new ControlError(409, 'The shop lives by this clock too: it only goes forward')
  await state.clock.advance(advanceMs)
  state.news.publish({ kind: 'clock' })
  for (const account of state.stripe.values()) expireDue(state, account)
  return viewClock(state)
}

const Timing = z.strictObject({
  statusDelaysMs: z.tuple([z.number().min(0), z.number().min(0), z.number().min(0)]).optional(),
  reviewDelayMs: z.number().min(0).optional(),
  batchDelayMs: z.number().min(0).optional(),
  webhookRetryMs: z.array(z.number().min(0)).optional(),
  webhookBatchMs: z.number().min(0).optional(),
  webhookTimeoutMs: z.number().positive().optional(),
})

export function setTiming(state: SandboxState, call: ControlCall): unknown {
  Object.assign(state.timing, readControl(Timing, call.body))
  return state.timing
}

const QuietQuery = z.strictObject({ waitMs: z.coerce.number().int().min(0).max(60_000).default(5_000) })

/** Waits until nothing more will happen by itself: no status, review or webhook is on its way. */
export async function waitForQuiet(state: SandboxState, call: ControlCall): Promise<unknown> {
  const deadline = performance.now() + readControl(QuietQuery, call.query).waitMs
  const busy = () => state.hooks.pending() + state.timers.pending()
  while (busy() > 0 && performance.now() < deadline && !state.timers.stopped()) await state.timers.pause(10)
  return { pending: busy() }
}
