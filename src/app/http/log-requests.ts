import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ZodApp } from '#platform/http.ts'

export type Answered = { method: string; route: string; status: number; seconds: number }

/** One line per request, naming the route and never the address asked for, which may carry a token. */
export function logRequests(app: ZodApp, onAnswer?: (answer: Answered) => void): void {
  app.addHook('onResponse', async (request, reply) => {
    const answer = answeredOf(request, reply)
    onAnswer?.(answer)
    const { keyId = null, storeId = null } = request.principal ?? {}
    const line = { ...answer, keyId, storeId }
    request.log[levelOf(answer)](line, 'answered')
  })
}

/** Webhooks come by the thousand; the metrics count those that were taken. */
function levelOf({ route, status }: Answered): 'debug' | 'info' | 'error' {
  if (status >= 500) return 'error'
  return status < 400 && route.startsWith('/webhooks/') ? 'debug' : 'info'
}

function answeredOf(request: FastifyRequest, reply: FastifyReply): Answered {
  return {
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
    status: reply.statusCode,
    seconds: Math.round(reply.elapsedTime) / 1000,
  }
}
