import t from 'tap'
import { problemOf } from '#app/http/problem-of.ts'

const timedOut = Object.assign(new Error('Handler timed out'), { code: 'FST_ERR_HANDLER_TIMEOUT', statusCode: 503 })

t.test('when the time runs out it is ours to be sorry for, unless the sender was still sending', async (t) => {
  t.match(problemOf(timedOut, { ifMatch: false, arrived: true }), { status: 503, code: 'busy' })
  t.match(problemOf(timedOut, { ifMatch: false, arrived: false }), { status: 408, code: 'body-too-slow' })
})
