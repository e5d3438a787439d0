import fastify, { type FastifyInstance } from 'fastify'
import type { Metrics } from '#platform/metrics.ts'

/** The metrics on a listener of their own, which no proxy passes on to the world. */
export function buildMetrics({ registry }: Metrics): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true, requestTimeout: 10_000 })
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
  return app
}
