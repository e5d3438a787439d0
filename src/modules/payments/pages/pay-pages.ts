import type { FastifyReply, FastifyRequest } from 'fastify'
import { followPayLink } from '#modules/payments/checkout/follow-pay-link.ts'
import { isPreview } from '#modules/payments/checkout/pay-link.rules.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import type { ZodApp } from '#platform/http.ts'
import { pageHeaders } from '#platform/pages/document.ts'
import { stylesheet, stylesheetHeaders } from '#platform/pages/stylesheet.ts'
import { isLanguage, type Language } from '#shared/language.ts'
import { barePage } from './bare-page.ts'
import { allowFraming } from './framing.ts'
import { readParcels } from './read-parcels.ts'
import { statePage } from './state-page.ts'
import { trackingPage } from './tracking-page.ts'
import { type Visit, visitBack, visitDone, visitOrder } from './visit-pages.ts'

/** `framedBy`: the one origin that may show the pages in a frame. */
export type PayPages = PaymentTools & { readonly framedBy?: string | null }

/** What shoppers see in a browser: the pay link and where it leads, and the tracking page. */
export async function payPages(app: ZodApp, { framedBy, ...patient }: PayPages): Promise<void> {
  if (framedBy) allowFraming(app, framedBy)
  const tools = { ...patient, stripe: patient.stripe.impatient() }
  const options = {
    config: { policy: { public: 'The link is the secret; it names one order.' } },
    schema: { hide: true },
  }
  app.get('/p/:token', options, (request, reply) => showPayLink(tools, request, reply))
  app.get('/p/:token/done', options, (request, reply) => showDone(tools, request, reply))
  app.get('/p/:token/back', options, async (request, reply) => {
    const visit = isFetchedAhead(request) ? null : await visitBack(tools, tokenOf(request))
    return sendVisit(request, reply, { visit, path: pathOf(request) })
  })
  app.get('/o/:token', options, (request, reply) => showTracking(tools, request, reply))
  const styles = { config: { policy: { public: 'Styles of the pages.' } }, schema: { hide: true } }
  app.get('/pages.css', styles, (_request, reply) => reply.headers(stylesheetHeaders).send(stylesheet))
}

async function showPayLink(tools: PaymentTools, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const path = pathOf(request)
  if (isFetchedAhead(request))
    return sendPage(reply, 200, barePage('preview', { language: guessLanguage(request), path }))
  const answer = await followPayLink(tools, tokenOf(request))
  if (answer.kind === 'redirect') {
    return reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(answer.url, 303)
  }
  const visit = answer.kind === 'unknown' ? null : await visitOrder(tools, tokenOf(request))
  const state = answer.kind === 'unknown' ? 'busy' : answer.state
  return sendVisit(request, reply, { visit: visit && { ...visit, state }, path })
}

const REFRESH_SECONDS = 3

async function showDone(tools: PaymentTools, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { session_id: session, n } = queryOf(request)
  const sessionId = session !== undefined && /^cs_\w{1,250}$/.test(session) ? session : null
  const round = /^\d{1,3}$/.test(n ?? '') ? Number(n) : 0
  const visit = isFetchedAhead(request) ? null : await visitDone(tools, { token: tokenOf(request), sessionId, round })
  const kept = sessionId === null ? '' : `session_id=${sessionId}&`
  const path = `${pathOf(request)}?${kept}n=${round + 1}`
  return sendVisit(request, reply, { visit, path, refreshSeconds: REFRESH_SECONDS })
}

async function showTracking(tools: PaymentTools, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const visit = isFetchedAhead(request) ? null : await visitOrder(tools, tokenOf(request))
  const path = pathOf(request)
  if (visit === null) return sendNothing(request, reply, path)
  const { order, store } = visit
  const parcels = await asPayments(tools, order.storeId, (ctx) => readParcels(ctx, order.id))
  const language = chosenLanguage(request) ?? order.language
  return sendPage(reply, 200, trackingPage({ facts: { order, store, language }, parcels, path }))
}

type Shown = { visit: Visit | null; path: string; refreshSeconds?: number }

/** Only a page that waits for Stripe's word refreshes itself; it names its language, or it would lose it. */
function sendVisit(request: FastifyRequest, reply: FastifyReply, { visit, path, refreshSeconds }: Shown): FastifyReply {
  if (visit === null) return sendNothing(request, reply, path)
  const { order, store, state } = visit
  const language = chosenLanguage(request) ?? order.language
  const waits = state === 'checking' && refreshSeconds !== undefined
  const page = statePage({
    facts: { order, store, language },
    state,
    path,
    ...(waits && {
      refresh: { seconds: refreshSeconds, url: `${path}${path.includes('?') ? '&' : '?'}lang=${language}` },
    }),
  })
  return sendPage(reply, state === 'busy' || state === 'trouble' ? 503 : 200, page)
}

function sendNothing(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  const language = guessLanguage(request)
  if (isFetchedAhead(request)) return sendPage(reply, 200, barePage('preview', { language, path }))
  return sendPage(reply, 404, barePage('unknown', { language, path }))
}

function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).headers(pageHeaders).send(page)
}

function isFetchedAhead({ method, headers }: FastifyRequest): boolean {
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? headers['x-moz']
  return isPreview({ method, userAgent: headers['user-agent'], purpose: purpose?.toString() })
}

/** Empty for a text that no token of ours looks like, so that nothing odd is looked up. */
function tokenOf(request: FastifyRequest): string {
  const { token } = request.params as { token: string }
  return /^[\w-]{16,64}$/.test(token) ? token : ''
}

/** The path alone: a query may carry what others added to the link, and none of it is shown again. */
function pathOf(request: FastifyRequest): string {
  return request.url.replace(/[?#].*$/s, '')
}

/** A repeated parameter counts as absent. */
function queryOf(request: FastifyRequest): Record<string, string | undefined> {
  const entries = Object.entries(request.query as Record<string, unknown>)
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}

function chosenLanguage(request: FastifyRequest): Language | null {
  const { lang } = queryOf(request)
  return lang !== undefined && isLanguage(lang) ? lang : null
}

function guessLanguage(request: FastifyRequest): Language {
  const accepted = request.headers['accept-language'] ?? ''
  return chosenLanguage(request) ?? (/^ar\b/i.test(accepted) ? 'ar' : 'en')
}
