import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SandboxState } from '#sandbox/state.ts'
import { parseText } from '#sandbox/transport.ts'
import { callShop, forwardToShop } from './ask-shop.ts'
import { payAsCardholder } from './cards.ts'
import { readCatalog } from './catalog-view.ts'
import { readChat } from './chat.ts'
import { type ControlCall, ControlError, type ControlRun } from './control-call.ts'
import { readItemImage, readMessageMedia } from './files.ts'
import { changeBlock, changeMarketing, changeNumber, changeUserId } from './identity.ts'
import { readJournal, readJournalRequest } from './journal-control.ts'
import { behave, misbehave } from './misbehave.ts'
import { listSessions } from './payments.ts'
import { readPhone } from './phone.ts'
import { reviewItem, reviewTemplate } from './review.ts'
import { say } from './say.ts'
import { Served } from './served.ts'
import { createShopper, listShoppers } from './shoppers.ts'
import { openStream } from './stream.ts'
import {
  completeRefundByControl,
  expireByControl,
  failRefundByControl,
  refundInDashboard,
  settleByControl,
} from './stripe-control.ts'
import { replayWebhooks, sendWebhook, verifyCallback } from './webhook-control.ts'
import { moveClock, putWorld, readState, reset, setTiming, waitForQuiet } from './world-control.ts'

type Row = [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, run: ControlRun]

/** The control API, whole; bodies and answers are described in docs/sandbox.md, and a test compares the two. */
export const controlRows: Row[] = [
  ['PUT', '/control/world', putWorld],
  ['GET', '/control/state', readState],
  ['GET', '/control/phone', readPhone],
  ['GET', '/control/stream', openStream],
  ['POST', '/control/reset', reset],
  ['POST', '/control/clock', moveClock],
  ['PUT', '/control/timing', setTiming],
  ['GET', '/control/quiet', waitForQuiet],
  ['GET', '/control/journal', readJournal],
  ['GET', '/control/journal/:n/request', readJournalRequest],
  ['GET', '/control/numbers/:phoneNumberId/catalog', readCatalog],
  ['POST', '/control/shoppers', createShopper],
  ['GET', '/control/shoppers', listShoppers],
  ['POST', '/control/shoppers/:id/say', say],
  ['GET', '/control/shoppers/:id/chat', readChat],
  ['POST', '/control/shoppers/:id/change-number', changeNumber],
  ['POST', '/control/shoppers/:id/change-user-id', changeUserId],
  ['POST', '/control/shoppers/:id/marketing', changeMarketing],
  ['POST', '/control/shoppers/:id/block', changeBlock],
  ['GET', '/control/messages/:wamid/media', readMessageMedia],
  ['POST', '/control/webhooks', sendWebhook],
  ['POST', '/control/webhooks/verify', verifyCallback],
  ['POST', '/control/webhooks/replay', replayWebhooks],
  ['POST', '/control/cards/pay', payAsCardholder],
  ['GET', '/control/sessions', listSessions],
  ['POST', '/control/sessions/:id/expire', expireByControl],
  ['POST', '/control/sessions/:id/settle-async', settleByControl],
  ['POST', '/control/refunds/:id/fail', failRefundByControl],
  ['POST', '/control/refunds/:id/complete', completeRefundByControl],
  ['POST', '/control/stripe/refund', refundInDashboard],
  ['POST', '/control/shop', callShop],
  ['POST', '/control/courier/shipments', forwardToShop],
  ['POST', '/control/courier/shipments/:id/events', forwardToShop],
  ['POST', '/control/misbehave', misbehave],
  ['DELETE', '/control/misbehave', behave],
  ['DELETE', '/control/misbehave/:id', behave],
  ['POST', '/control/catalogs/:id/items/:retailerId', reviewItem],
  ['GET', '/control/catalogs/:id/images/:retailerId', readItemImage],
  ['POST', '/control/templates/:id', reviewTemplate],
]

export function controlRoutes(app: FastifyInstance, state: SandboxState): void {
  for (const [method, url, run] of controlRows) {
    app.route({ method, url, handler: (request, reply) => serveControl({ state, run }, request, reply) })
  }
}

async function serveControl(
  { state, run }: { state: SandboxState; run: ControlRun },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    refuseStrangers(request)
    const answer = await run(state, readCall(request))
    return answer instanceof Served ? answer.send(request, reply) : reply.send(answer)
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    return reply.code(error.status).send({ error: error.message, ...error.more })
  }
}

/** Any web page could call a loopback address; browsers say when one of another site does. */
function refuseStrangers({ headers }: FastifyRequest): void {
  if (headers['sec-fetch-site'] === 'cross-site') throw new ControlError(403, 'Not for pages of other sites')
}

function readCall(request: FastifyRequest): ControlCall {
  const params = request.params as Record<string, string>
  const query = request.query as Record<string, string>
  const read = parseText(request)
  if (read === undefined) throw new ControlError(400, 'The body is not valid JSON')
  return { params, query, body: read.value }
}
