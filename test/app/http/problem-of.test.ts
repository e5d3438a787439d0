import t from 'tap'
import { problemOf } from '#app/http/problem-of.ts'

const timedOut = Object.assign(new Error('Handler timed out'), { code: 'FST_ERR_HANDLER_TIMEOUT', statusCode: 503 })

t.test('when the time runs out it is ours to be sorry for, unless the sender was still sending', async (t) => {
  t.match(problemOf(timedOut, { ifMatch: false, arrived: true }), { status: 503, code: 'busy' })
  t.match(problemOf(timedOut, { ifMatch: false, arrived: false }), { status: 408, code: 'body-too-slow' })
  const hungUp = Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
  t.match(problemOf(hungUp, { ifMatch: false, arrived: false }), { status: 400, code: 'request-malformed' })
  t.match(problemOf(hungUp, { ifMatch: false, arrived: true }), { status: 503, code: 'unavailable' })
})

t.test('a database that is away is said to be away, whichever way it went', async (t) => {
  const errors = [
    Object.assign(new Error('the database system is starting up'), { code: '57P03' }),
    Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' }),
    Object.assign(new Error('sorry, too many clients already'), { code: '53300' }),
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
    new Error('timeout exceeded when trying to connect'),
  ]
  for (const error of errors) {
    t.match(problemOf(error, { ifMatch: false, arrived: true }), { status: 503, code: 'unavailable' }, error.message)
  }
  const bug = problemOf(new Error('The connection was terminated'), { ifMatch: false, arrived: true })
  t.match(bug, { status: 500, code: 'internal-error' })
})
