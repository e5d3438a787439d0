import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { Crew } from '#app/start/crew.ts'

/** A crew whose comings and goings are written down. */
function watched() {
  const log: string[] = []
  const crew = new Crew(async () => {
    log.push('comes')
    return {
      [Symbol.asyncDispose]: async () => {
        await setTimeout(5)
        log.push('goes')
      },
    }
  })
  return { crew, log, does: (what: string) => async () => void log.push(what) }
}

t.test('nobody works meanwhile, and somebody does afterwards', async (t) => {
  const { crew, log, does } = watched()
  await crew.whileAway(does('early'))
  await crew.start()
  await Promise.all([crew.whileAway(does('one')), crew.whileAway(does('two'))])
  await crew[Symbol.asyncDispose]()
  t.same(log, ['early', 'comes', 'goes', 'one', 'comes', 'goes', 'two', 'comes', 'goes'])
})

t.test('a failure is told, and the work goes on', async (t) => {
  const { crew, log, does } = watched()
  await crew.start()
  await t.rejects(
    crew.whileAway(async () => {
      throw new Error('no time')
    }),
    { message: 'no time' },
  )
  await crew.whileAway(does('next'))
  t.same(log, ['comes', 'goes', 'comes', 'goes', 'next', 'comes'])
})

t.test('nobody who could not come is given up', async (t) => {
  const log: string[] = []
  const crew = new Crew(async () => {
    log.push('asked')
    if (log.length === 2) throw new Error('PostgreSQL is away')
    return { [Symbol.asyncDispose]: async () => undefined }
  })
  await crew.start()
  await t.rejects(
    crew.whileAway(async () => undefined),
    { message: 'PostgreSQL is away' },
  )
  await crew.whileAway(async () => undefined)
  t.same(log, ['asked', 'asked', 'asked'])
})

t.test('who is sent home for good does not come back', async (t) => {
  const { crew, log, does } = watched()
  await crew.start()
  const away = crew.whileAway(does('last'))
  await crew[Symbol.asyncDispose]()
  await away
  t.same(log, ['comes', 'goes', 'last'])
})
