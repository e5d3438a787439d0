import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyBaseLogger, type FastifyPluginAsync, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { HttpTools, ZodApp } from '#platform/http.ts'
import { answerErrors, sendUnrouted } from './answers.ts'
import { collectPolicies, guard } from './guard.ts'
import { healthRoutes, type PendingMigrations } from './health.ts'
import { readJsonBodies } from './json-body.ts'
import { limitsOf, type RateLimits } from './limits.ts'
import { logRequests } from './log-requests.ts'
import { describeApi, serveDescription } from './openapi.ts'

export type RoutePlugin = (app: ZodApp) => Promise<void>

export type HttpDeps = {
  tools: HttpTools
  log: FastifyBaseLogger
  /** Addresses and networks of our own proxies; only they may say who the client is. */
  trustProxy: readonly string[]
  publicUrl: string
  version: string
  limits: RateLimits
  pendingMigrations: PendingMigrations
  /** Observes each answer: route pattern, status, seconds. */
  onAnswer?: (answer: { method: string; route: string; status: number; seconds: number }) => void
  /** Each is registered in a scope of its own. */
  routes: readonly RoutePlugin[]
}

const API_BODY_BYTES = 256 * 1024

/** The HTTP server of the shop, not listening yet. */
export async function buildHttp(deps: HttpDeps): Promise<ZodApp> {
  const app = openServer(deps)
  app.decorate('tools', deps.tools)
  app.decorate('routePolicies', [])
  app.decorateRequest('principal', null)
  app.decorateRequest('bodyDigest', null)
  boundPatience(app)
  collectPolicies(app)
  closeGracefully(app)
  logRequests(app, deps.onAnswer)
  await app.register(helmet, SECURITY_HEADERS)
  readJsonBodies(app)
  await app.register(multipart, { throwFileSizeLimit: false })
  guard(app)
  await app.register(rateLimit, limitsOf(deps.limits))
  await describeApi(app, deps)
  answerErrors(app)
  healthRoutes(app, deps.pendingMigrations)
  for (const routes of deps.routes) await app.register(inOwnScope(routes))
  serveDescription(app)
  return app
}

function inOwnScope(routes: RoutePlugin): FastifyPluginAsync {
  return async (scope) => routes(scope.withTypeProvider<ZodTypeProvider>())
}

function openServer({ log, trustProxy, tools }: HttpDeps): ZodApp {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: tools.environment.newId,
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    bodyLimit: API_BODY_BYTES,
    requestTimeout: 20_000,
    // A proxy reuses its connections; without one, idle browsers should not hold ours.
    keepAliveTimeout: trustProxy.length > 0 ? 72_000 : 5_000,
    maxRequestsPerSocket: 1_000,
    forceCloseConnections: 'idle',
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000 },
    frameworkErrors: (error, request, reply) => sendUnrouted(reply, error, request),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  return app.withTypeProvider<ZodTypeProvider>()
}

const PATIENCE_MS = 15_000

/** Every answer is due in time. Fastify's clock costs as much as a fifth of a webhook, so a route may keep its own. */
function boundPatience(app: ZodApp): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.keepsTime !== true) route.handlerTimeout ??= PATIENCE_MS
  })
}

/** Keep-alive clients would hold a closing server until they feel like it, so they are let go as they fall idle. */
function closeGracefully(app: ZodApp): void {
  let sweep: NodeJS.Timeout | undefined
  app.addHook('preClose', async () => {
    sweep = setInterval(() => app.server.closeIdleConnections(), 50).unref()
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    if (sweep !== undefined) reply.header('connection', 'close')
    return payload
  })
  app.addHook('onClose', async () => clearInterval(sweep))
}

const SECURITY_HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'https:'],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' as const },
}
