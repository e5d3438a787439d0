import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SandboxState } from '#sandbox/state.ts'
import { type FoundSession, findSession } from './accounts.ts'
import { challengeCard, declineCard, payByCard, payLater } from './cardholder.ts'
import { challengePage, nothingPage, sessionPage, styleSource } from './pay-view.ts'
import type { Language, Notice } from './pay-words.ts'
import { expireDue } from './session-expiry.ts'
import type { Session } from './stripe-model.ts'

/** The hosted checkout: what it shows after each choice, without a line of script. */
export function payPage(app: FastifyInstance, state: SandboxState): void {
  app.get('/pay/:id', (request, reply) => showPage(state, request, reply))
  app.post('/pay/:id', (request, reply) => choose(state, request, reply))
}

function requireFound(state: SandboxState, request: FastifyRequest): FoundSession | undefined {
  const { id } = request.params as { id: string }
  const found = findSession(state, id)
  if (found !== undefined) expireDue(state, found.account)
  return found
}

async function showPage(state: SandboxState, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const found = requireFound(state, request)
  if (found === undefined) return showNothing(request, reply)
  return showSession(request, reply, { found, outcome: {} })
}

function showNothing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request, undefined)
  return html(reply, { status: 404, page: nothingPage(language), language })
}

type Reached = { found: FoundSession; outcome: PayOutcome }

function showSession(request: FastifyRequest, reply: FastifyReply, { found, outcome }: Reached): FastifyReply {
  const { session, account } = found
  const language = languageOf(request, session)
  const intent = account.intents.get(session.paymentIntent ?? '')
  const page = outcome.challenge
    ? challengePage({ session, language })
    : sessionPage({ session, language, notice: outcome.notice, underWay: intent?.status === 'processing' })
  return html(reply, { status: 200, page, language, session })
}

async function choose(state: SandboxState, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const found = requireFound(state, request)
  if (found === undefined) return showNothing(request, reply)
  const choice = new URLSearchParams(typeof request.body === 'string' ? request.body : '').get('choice') ?? ''
  const outcome = await act(state, found, choice)
  if (outcome.redirect !== undefined) return reply.redirect(outcome.redirect, 303)
  return showSession(request, reply, { found, outcome })
}

/** Asked for in the address, else the language of what is bought: Stripe's own page has no Arabic. */
function languageOf(request: FastifyRequest, session: Session | undefined): Language {
  const { lang } = request.query as { lang?: string }
  if (lang === 'ar' || lang === 'en') return lang
  return session?.lines.some(({ name }) => /\p{Script=Arabic}/u.test(name)) ? 'ar' : 'en'
}

export type PayOutcome = { redirect?: string; notice?: Notice; challenge?: boolean }

/** What a shopper can choose on the page; the control API chooses through the same door. */
export async function act(state: SandboxState, found: FoundSession, choice: string): Promise<PayOutcome> {
  const { session } = found
  if (choice === 'leave') return session.cancelUrl === undefined ? { notice: 'close' } : { redirect: session.cancelUrl }
  if (session.status !== 'open') return {}
  const chosen = choices[choice]
  return chosen === undefined ? { notice: 'choose' } : chosen(state, found)
}

const choices: Record<string, (state: SandboxState, found: FoundSession) => Promise<PayOutcome>> = {
  pay: completed(payByCard),
  approve: completed(payByCard),
  later: completed(payLater),
  decline: async (state, found) => {
    declineCard(state, found)
    return { notice: 'declined' }
  },
  refuse: async (state, found) => {
    declineCard(state, found)
    return { notice: 'refused' }
  },
  challenge: async (state, found) => {
    challengeCard(state, found)
    return { challenge: true }
  },
}

const longestWaitMs = 10_000

/** Checkout redirects once the shop has answered the completed event, or after ten seconds. */
function completed(pay: (state: SandboxState, found: FoundSession) => Promise<void>) {
  return async (state: SandboxState, found: FoundSession): Promise<PayOutcome> => {
    await Promise.race([pay(state, found), state.timers.pause(longestWaitMs)])
    return { redirect: found.session.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', found.session.id) }
  }
}

type Shown = { status: number; page: string; language: Language; session?: Session }

/** Chrome holds a form's redirect against form-action too, so the shop's own pages are named there. */
function html(reply: FastifyReply, { status, page, session }: Shown): FastifyReply {
  const back = [session?.successUrl, session?.cancelUrl].flatMap((url) =>
    url === undefined ? [] : [new URL(url).origin],
  )
  const forms = ["'self'", ...new Set(back)].join(' ')
  const policy = `default-src 'none'; style-src ${styleSource}; form-action ${forms}; base-uri 'none'; frame-ancestors 'self'`
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .headers({
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    .send(page)
}
