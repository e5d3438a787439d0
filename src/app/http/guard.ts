import type { FastifyRequest, RouteOptions } from 'fastify'
import type { Policy, ZodApp } from '#platform/http.ts'
import { Forbidden, Invalid, Refusal } from '#shared/errors.ts'

/** Collects who may call what, and refuses to start with a route that does not say. */
export function collectPolicies(app: ZodApp): void {
  app.addHook('onRoute', (route) => {
    const { policy } = route.config ?? {}
    if (policy === undefined) throw new Error(`the route ${String(route.method)} ${route.url} names no policy`)
    for (const method of methodsOf(route)) app.routePolicies.push({ method, url: route.url, policy })
  })
}

function methodsOf({ method }: RouteOptions): string[] {
  return Array.isArray(method) ? method : [method]
}

/**
 * Learns who asks before the limits count, and turns away whoever may not before a byte of the body is read.
 */
export function guard(app: ZodApp): void {
  app.addHook('onRequest', async (request) => {
    refuseSecondHost(request)
    const key = bearerOf(request)
    if (key !== null && scopeOf(request) !== null) request.principal = await app.tools.authenticate(key)
  })
  app.addHook('preParsing', async (request) => {
    const scope = scopeOf(request)
    if (scope === null) return
    if (request.principal === null) throw unauthorized()
    if (request.principal.scopes.some((held) => held === scope)) return
    throw new Forbidden(
      'scope-missing',
      `This key lacks the scope ${scope}.`,
      { scope },
      'Use a key that has the scope.',
    )
  })
}

function scopeOf(request: FastifyRequest): string | null {
  const policy: Policy | undefined = request.routeOptions.config.policy
  return policy !== undefined && 'scope' in policy ? policy.scope : null
}

function bearerOf({ headers }: FastifyRequest): string | null {
  return /^bearer ([\x21-\x7e]{1,200})$/i.exec(headers.authorization ?? '')?.[1] ?? null
}

/** Node keeps the first of two Host headers; a proxy before us may have believed the second. */
function refuseSecondHost({ raw }: FastifyRequest): void {
  const hosts = raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  if (hosts.length > 1) throw new Invalid('host-ambiguous', 'The request names two hosts.')
}

function unauthorized(): Refusal {
  return new Refusal({
    kind: 'unauthorized',
    code: 'key-invalid',
    message: 'There is no API key with this request, or it is unknown, expired or revoked.',
    fix: 'Send a valid key as "Authorization: Bearer dk_live_…".',
  })
}
