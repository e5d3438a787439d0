import pino from 'pino'
import t from 'tap'
import { parkSending, quietProblemsChore, raiseProblem, replaceSecret, resolveProblem } from '#modules/stores/index.ts'
import { openApi } from '#test/app/http/open-api.ts'

const api = await openApi(t)
const store = await api.openStore()
const { ask } = api
const problem = (code: string, subject?: string) => ({
  id: api.environment.newId(),
  code,
  ...(subject !== undefined && { subject }),
  fix: 'Do this.',
  now: api.environment.now(),
})
const open = async (query = '') => (await ask(`GET /v1/store/problems${query}`, store.key)).json().data

t.test('a problem that comes again is one problem, seen more often', async (t) => {
  await store.within(({ tx }) => raiseProblem(tx, store.id, { ...problem('template-missing', 'a'), details: { n: 1 } }))
  api.clock.now = new Date(api.clock.now.getTime() + 60_000)
  await store.within(({ tx }) => raiseProblem(tx, store.id, { ...problem('template-missing', 'a'), details: { n: 2 } }))
  await store.within(({ tx }) => raiseProblem(tx, store.id, problem('template-missing', 'b')))
  const problems = await open()
  t.equal(problems.length, 2)
  t.match(problems[1], {
    id: /^prb_/,
    subject: 'a',
    seenCount: 2,
    details: { n: 2 },
    lastSeenAt: api.clock.now.toISOString(),
  })
})

t.test('what is put right closes, alone or all of its kind, and opens anew when it comes back', async (t) => {
  const resolve = (subject?: string) =>
    store.within(({ tx, now }) =>
      resolveProblem(tx, store.id, { code: 'template-missing', ...(subject !== undefined && { subject }), now: now() }),
    )
  await resolve('a')
  t.same(
    (await open()).map(({ subject }: { subject: string }) => subject),
    ['b'],
  )
  await resolve()
  t.same(await open(), [])
  await store.within(({ tx }) => raiseProblem(tx, store.id, problem('template-missing', 'a')))
  t.match(await open(), [{ subject: 'a', seenCount: 1, resolvedAt: null }])
  t.equal((await open('?state=resolved')).length, 2)
  t.equal((await open('?state=all')).length, 3)
})

t.test('sending parks until the owner lets it go on', async (t) => {
  t.ok(await store.within(({ tx }) => parkSending(tx, store.id, 'billing')))
  await store.within(({ tx }) => raiseProblem(tx, store.id, problem('sending-parked-billing')))
  t.match((await ask('GET /v1/store', store.key)).json(), { sendingParkedAt: /^2/ })
  const resumed = await ask('POST /v1/store/resume-sending', store.key)
  t.match(resumed.json(), { sendingParkedAt: null })
  t.notOk((await open()).some(({ code }: { code: string }) => code.startsWith('sending-parked')))
})

t.test('a new access token lets sending go on, and a refusal of the old one does not stop it again', async (t) => {
  await store.within(({ tx }) => parkSending(tx, store.id, 'token'))
  await store.within((ctx) => replaceSecret(ctx, api.box, { name: 'whatsapp_access_token', value: 'EAA-new-token' }))
  t.match((await ask('GET /v1/store', store.key)).json(), { sendingParkedAt: null })
  t.notOk(await store.within(({ tx }) => parkSending(tx, store.id, 'token')), 'a sender that still had the old one')
  await api.database.system(
    `update store_secrets set updated_at = updated_at - interval '11 seconds' where store_id = $1`,
    [store.id],
  )
  t.ok(await store.within(({ tx }) => parkSending(tx, store.id, 'token')))
})

t.test('a problem that nothing tells the end of closes when it has been quiet, and only then', async (t) => {
  const quiet = await api.openStore()
  const codes = ['number-restricted', 'template-refused', 'amount-too-small', 'stock-drift']
  const raise = (code: string) => quiet.within(({ tx }) => raiseProblem(tx, quiet.id, problem(code)))
  const stillOpen = async () =>
    (await ask('GET /v1/store/problems', quiet.key)).json().data.map(({ code }: { code: string }) => code)
  const { database, environment } = api
  const laterBy = async (hours: number) => {
    api.clock.now = new Date(api.clock.now.getTime() + hours * 3_600_000)
    await quietProblemsChore().run({ database, environment, log: pino({ level: 'silent' }) })
  }
  for (const code of codes) await raise(code)
  await laterBy(5)
  t.equal((await stillOpen()).length, 4)
  await raise('template-refused')
  await laterBy(20)
  t.same((await stillOpen()).sort(), ['stock-drift', 'template-refused'])
  await raise('number-restricted')
  t.ok((await stillOpen()).includes('number-restricted'), 'it opens anew')
})
