import { z } from 'zod'
import type { SandboxState } from '#sandbox/state.ts'
import { type FoundSession, findSession } from '#sandbox/stripe/accounts.ts'
import { settleAsync } from '#sandbox/stripe/cardholder.ts'
import { act } from '#sandbox/stripe/pay-page.ts'
import { expireDue } from '#sandbox/stripe/session-expiry.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'
import { askOutside } from './outside.ts'

const outcomes = [
  'paid',
  'declined',
  'declined_then_paid',
  'requires_3ds',
  'refused_3ds',
  'async',
  'async_failed',
  'left',
] as const

const PayBody = z
  .strictObject({
    sessionId: z.string().optional(),
    url: z.string().optional(),
    outcome: z.enum(outcomes).default('paid'),
    /** True: the browser also opens the page it is sent back to. */
    follow: z.boolean().default(false),
  })
  .refine(({ sessionId, url }) => (sessionId === undefined) !== (url === undefined), 'Name a sessionId or a url')

/** The buttons pressed one after the other. */
const presses: Record<(typeof outcomes)[number], string[]> = {
  paid: ['pay'],
  declined: ['decline'],
  declined_then_paid: ['decline', 'pay'],
  requires_3ds: ['challenge', 'approve'],
  refused_3ds: ['challenge', 'refuse'],
  async: ['later'],
  async_failed: ['later'],
  left: ['leave'],
}

/** Acts as the card holder, from the shop's own link or straight on the checkout page. */
export async function payAsCardholder(state: SandboxState, call: ControlCall): Promise<unknown> {
  const { sessionId, url, outcome, follow } = readControl(PayBody, call.body)
  const found = requireFound(state, sessionId ?? (await followToCheckout(state, String(url))))
  expireDue(state, found.account)
  const { session } = found
  if (session.status !== 'open')
    throw new ControlError(409, `The session is ${session.status}`, { status: session.status })
  let redirectedTo: string | null = null
  for (const choice of presses[outcome]) redirectedTo = (await act(state, found, choice)).redirect ?? null
  if (outcome === 'async_failed') await settleAsync(state, found, false)
  const returnPage = follow && redirectedTo !== null ? await visit(redirectedTo) : undefined
  const { id, status, paymentStatus, paymentIntent } = session
  return {
    sessionId: id,
    status,
    paymentStatus,
    paymentIntent: paymentIntent ?? null,
    redirectedTo,
    ...(returnPage && { returnPage }),
  }
}

export function requireFound(state: SandboxState, id: string): FoundSession {
  const found = findSession(state, id)
  if (found === undefined) throw new ControlError(404, `No checkout session ${id}`)
  return found
}

const browser = {
  'user-agent':
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36',
  accept: 'text/html,application/xhtml+xml',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
}

type Visited = { status: number; location: string | undefined; text: string }

async function visit(url: string): Promise<Visited> {
  const { status, headers, text } = await askOutside(url, { headers: browser })
  return { status, location: headers.location, text: text.slice(0, 2_000) }
}

/** Follows redirects one by one until the checkout page, whose id it answers. */
async function followToCheckout(state: SandboxState, url: string): Promise<string> {
  let at = url
  for (let hop = 0; hop < 10; hop += 1) {
    const id = checkoutIdIn(state, at)
    if (id !== undefined) return id
    const { status, location, text } = await visit(at)
    if (location === undefined) throw new ControlError(409, `The link ended at ${at}`, { status, text })
    at = new URL(location, at).href
  }
  throw new ControlError(409, 'Too many redirects')
}

function checkoutIdIn(state: SandboxState, url: string): string | undefined {
  return url.startsWith(`${state.url}/pay/`) ? url.slice(`${state.url}/pay/`.length).split(/[?#]/)[0] : undefined
}
