import t from 'tap'
import { isPassingTrouble } from '#platform/passing-trouble.ts'

const coded = (code: string) => Object.assign(new Error('no'), { code })

t.test('what PostgreSQL could not do just now is no fault of the work', async (t) => {
  for (const code of [
    '40001',
    '40P01',
    '57P01',
    '57P03',
    '08006',
    '53300',
    '53100',
    '55P03',
    'ECONNREFUSED',
    'ECONNRESET',
  ])
    t.ok(isPassingTrouble(coded(code)), code)
  for (const message of ['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])
    t.ok(isPassingTrouble(new Error(message)), message)
})

t.test('what the work did wrong is, and so is what took too long', async (t) => {
  for (const code of ['23505', '22P02', '42703', '57014', '53200', '25P03', 'P0001'])
    t.notOk(isPassingTrouble(coded(code)), code)
  for (const error of [new Error('Query read timeout'), new TypeError('x is undefined'), 'Connection terminated', null])
    t.notOk(isPassingTrouble(error), String(error))
})
