import type { FastifyReply, FastifyRequest } from 'fastify'
import { PROBLEM_TYPE, type Problem, type ZodApp } from '#platform/http.ts'
import { problemOf } from './problem-of.ts'

/** Every error leaves as application/problem+json; the log gets the error itself when it is a fault of ours. */
export function answerErrors(app: ZodApp): void {
  app.setErrorHandler((error, request, reply) => sendProblem(reply, error, request))
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const problem = { status: 404, title: 'There is no such thing', code: 'not-found', detail: NOTHING_HERE }
    return send(reply, { type: '/problems/not-found', ...problem, requestId: request.id })
  })
}

const NOTHING_HERE = 'There is nothing at this address.'

export function sendProblem(reply: FastifyReply, error: unknown, request: FastifyRequest): FastifyReply {
  const { headers, raw } = request
  const facts = problemOf(error, { ifMatch: headers['if-match'] !== undefined, arrived: raw.complete })
  if (facts.status >= 500) request.log.error({ err: error }, 'request failed')
  if (facts.status === 401) reply.header('www-authenticate', 'Bearer')
  if (facts.status === 503) reply.header('retry-after', '1')
  return send(reply, { type: `/problems/${facts.code}`, ...facts, requestId: request.id })
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  // Said here too: routes whose answers no browser shows go without the other headers.
  reply.header('x-content-type-options', 'nosniff')
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem))
}

/** For what cannot even be routed: no hook runs before it, so the headers that all other answers get are set here. */
export function sendUnrouted(reply: FastifyReply, error: unknown, request: FastifyRequest): FastifyReply {
  reply.headers({
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  })
  return sendProblem(reply, error, request)
}
