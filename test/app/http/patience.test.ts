import t from 'tap'
import type { ZodApp } from '#platform/http.ts'
import { openApi } from './open-api.ts'

const policy = { public: 'a test' }

t.test('every route answers in time, by the server’s clock or by its own', async (t) => {
  const limits = new Map<string, number | undefined>()
  const probes = async (app: ZodApp) => {
    app.addHook('onRequest', async ({ routeOptions }) => {
      limits.set(String(routeOptions.url), routeOptions.handlerTimeout)
    })
    app.get('/usual', { config: { policy } }, async () => 'ok')
    app.get('/longer', { config: { policy }, handlerTimeout: 60_000 }, async () => 'ok')
    app.get('/own', { config: { policy, keepsTime: true } }, async () => 'ok')
    app.get('/stuck', { config: { policy }, handlerTimeout: 20 }, () => new Promise(() => undefined))
  }
  const { app } = await openApi(t, { routes: [probes] })
  for (const url of ['/usual', '/longer', '/own']) t.equal((await app.inject(url)).statusCode, 200)
  t.strictSame(Object.fromEntries(limits), { '/usual': 15_000, '/longer': 60_000, '/own': 0 })
  t.match((await app.inject('/stuck')).json(), { code: /^(busy|body-too-slow)$/ }, 'and is told so')
})
