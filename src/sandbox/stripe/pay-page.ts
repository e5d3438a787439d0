import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SandboxState } from '#sandbox/state.ts'
import { type FoundSession, findSession } from './accounts.ts'
import { challengeCard, declineCard, payByCard, payLater } from './cardholder.ts'
import { shownAmount } from './currencies.ts'
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
  if (found === undefined) return html(reply, 404, page('Not found', '<p>There is no such checkout.</p>'))
  return html(reply, 200, sessionPage(found.session, ''))
}

async function choose(state: SandboxState, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const found = requireFound(state, request)
  if (found === undefined) return html(reply, 404, page('Not found', '<p>There is no such checkout.</p>'))
  const choice = new URLSearchParams(typeof request.body === 'string' ? request.body : '').get('choice') ?? ''
  const outcome = await act(state, found, choice)
  if (outcome.redirect !== undefined) return reply.redirect(outcome.redirect, 303)
  return html(
    reply,
    200,
    outcome.challenge ? challengePage(found.session) : sessionPage(found.session, outcome.notice ?? ''),
  )
}

export type PayOutcome = { redirect?: string; notice?: string; challenge?: boolean }

/** What a shopper can choose on the page; the control API chooses through the same door. */
export async function act(state: SandboxState, found: FoundSession, choice: string): Promise<PayOutcome> {
  const { session } = found
  if (choice === 'leave')
    return session.cancelUrl === undefined ? { notice: 'You may close this page.' } : { redirect: session.cancelUrl }
  if (session.status !== 'open') return {}
  const chosen = choices[choice]
  return chosen === undefined ? { notice: 'Please choose.' } : chosen(state, found)
}

const choices: Record<string, (state: SandboxState, found: FoundSession) => Promise<PayOutcome>> = {
  pay: completed(payByCard),
  approve: completed(payByCard),
  later: completed(payLater),
  decline: async (state, found) => {
    declineCard(state, found)
    return { notice: 'Your card was declined. Try another one.' }
  },
  refuse: async (state, found) => {
    declineCard(state, found)
    return { notice: 'Your bank did not approve the payment.' }
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

function html(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(body)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

const style =
  'body{font:16px system-ui;max-width:28rem;margin:2rem auto;padding:0 1rem}button{display:block;width:100%;padding:.8rem;margin:.4rem 0;font:inherit}td{padding:.2rem .6rem .2rem 0}.sum{font-weight:700}.note{background:#fee;padding:.6rem}'

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style><h1>${title}</h1>${body}</html>`
}

function form(session: Session, buttons: [choice: string, label: string][]): string {
  const all = buttons.map(([choice, label]) => `<button name="choice" value="${choice}">${label}</button>`).join('')
  return `<form method="post" action="/pay/${session.id}">${all}</form>`
}

function sessionPage(session: Session, notice: string): string {
  const note = notice === '' ? '' : `<p class="note">${escapeHtml(notice)}</p>`
  if (session.status === 'expired')
    return page('Link expired', '<p>This checkout has expired. Nothing was charged.</p>')
  if (session.status === 'complete') return page('All done', '<p>This checkout is complete.</p>')
  const rows = session.lines
    .map(
      ({ name, quantity, unitAmount, currency }) =>
        `<tr><td dir="auto">${escapeHtml(name)}<td>${quantity} ×<td>${shownAmount(unitAmount, currency)}`,
    )
    .join('')
  const total = shownAmount(session.amountTotal, session.currency)
  const table = `<table>${rows}<tr class="sum"><td>Total<td><td>${total}</table>`
  return page('Sandbox checkout', note + table + form(session, payButtons))
}

const payButtons: [string, string][] = [
  ['pay', 'Pay'],
  ['decline', 'Card that declines'],
  ['challenge', 'Card that needs 3-D Secure'],
  ['later', 'Pay later method'],
  ['leave', 'Leave'],
]

function challengePage(session: Session): string {
  return page(
    'Your bank asks',
    form(session, [
      ['approve', 'It is me, pay'],
      ['refuse', 'It is not me'],
    ]),
  )
}
