import { z } from 'zod'
import { chatOf } from '#sandbox/graph/lookup.ts'
import type { Chat } from '#sandbox/graph/meta-model.ts'
import type { SandboxState } from '#sandbox/state.ts'
import type { FoundSession } from '#sandbox/stripe/accounts.ts'
import { expireDue } from '#sandbox/stripe/session-expiry.ts'
import { requireShopper, requireWorldNumber } from './chat.ts'
import { readableText } from './chat-text.ts'
import { type ControlCall, readControl } from './control-call.ts'
import { catalogOf } from './message-view.ts'
import { linksOf } from './taps.ts'

/** A checkout as the pay sheet needs it. */
export function viewSession({ url }: SandboxState, { session }: FoundSession) {
  const { id, status, paymentStatus, amountTotal, currency, expiresAt, clientReferenceId, paymentIntent } = session
  return {
    sessionId: id,
    status,
    paymentStatus,
    url: `${url}/pay/${id}`,
    amountTotal,
    currency,
    expiresAt: new Date(expiresAt * 1000).toISOString(),
    successUrl: session.successUrl,
    cancelUrl: session.cancelUrl ?? null,
    clientReferenceId: clientReferenceId ?? null,
    paymentIntent: paymentIntent ?? null,
  }
}

const shown = 100

const SessionsQuery = z.strictObject({ shopperId: z.string().optional(), phoneNumberId: z.string().optional() })

/** `GET /control/sessions`: the newest checkouts, newest first; of one chat, those that its links lead to. */
export function listSessions(state: SandboxState, call: ControlCall): unknown {
  const { shopperId, phoneNumberId } = readControl(SessionsQuery, call.query)
  const links = shopperId === undefined ? undefined : linksIn(state, shopperId, phoneNumberId)
  const found = [...state.stripe.values()].flatMap((account) => {
    expireDue(state, account)
    return [...account.sessions.values()].map((session) => ({ account, session }))
  })
  const newest = found
    .filter(({ session }) => links?.some((link) => leadsBack(session, link)) ?? true)
    .toReversed()
    .toSorted((a, b) => b.session.created - a.session.created)
  return { sessions: newest.slice(0, shown).map((each) => viewSession(state, each)) }
}

function linksIn(state: SandboxState, shopperId: string, phoneNumberId: string | undefined): string[] {
  const number = requireWorldNumber(state, phoneNumberId)
  const chat: Chat = chatOf(state, number.phoneNumberId, requireShopper(state, shopperId))
  const ours = chat.messages.filter(({ direction }) => direction === 'out')
  return ours.flatMap((message) =>
    linksOf(message, readableText(message, catalogOf(state, chat))).map(({ url }) => url.replace(/\/+$/, '')),
  )
}

/** A checkout sends its shopper back to the page that brought them. */
function leadsBack({ successUrl, cancelUrl }: FoundSession['session'], link: string): boolean {
  return [successUrl, cancelUrl].some(
    (url) => url === link || url?.startsWith(`${link}/`) || url?.startsWith(`${link}?`),
  )
}
