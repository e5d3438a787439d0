import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance } from 'fastify'
import { controlRoutes } from './control/routes.ts'
import { errorEnvelope, GraphError } from './graph/graph-error.ts'
import { graphRoutes } from './graph/routes.ts'
import { phonePage } from './phone-page.ts'
import type { SandboxState } from './state.ts'
import { payPage } from './stripe/pay-page.ts'
import { stripeRoutes } from './stripe/stripe-routes.ts'
import { whatsAppLink } from './whatsapp-link.ts'

/** Catalog batches may be 28 MB, documents 100 MB. */
const bodyLimit = 30 * 1024 * 1024
const fileLimit = 101 * 1024 * 1024

/** One listener for both fakes, the checkout page and the control API: clients take only a base URL. */
export async function buildServer(state: SandboxState, phoneDir: string | undefined): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit,
    forceCloseConnections: true,
    logger: false,
    routerOptions: { maxParamLength: 1_000 },
  })
  app.removeAllContentTypeParsers()
  await app.register(multipart, { limits: { fileSize: fileLimit } })
  app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))
  graphRoutes(app, state)
  stripeRoutes(app, state)
  payPage(app, state)
  phonePage(app, state, phoneDir)
  whatsAppLink(app)
  controlRoutes(app, state)
  app.setNotFoundHandler((request, reply) => {
    const error = new GraphError(2500, `Unknown path components: ${request.url}`)
    return reply.code(400).send(errorEnvelope(error, 'A0'))
  })
  return app
}
