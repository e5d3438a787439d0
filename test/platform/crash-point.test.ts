import { spawnSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { armCrashPoints, crashPoint, crashPoints, readCrashPlans } from '#platform/crash-point.ts'

const sources = fileURLToPath(new URL('../../src', import.meta.url))

t.afterEach(() => armCrashPoints([]))

t.test('an unarmed process passes every point', async (t) => {
  for (const point of crashPoints) t.doesNotThrow(() => crashPoint(point))
})

t.test('a process dies at the point and the hit it was armed for, and nowhere before', async (t) => {
  const died: string[] = []
  armCrashPoints([{ point: 'inbox.after_commit', nth: 2 }], (point) => died.push(point))
  crashPoint('inbox.received')
  crashPoint('inbox.after_commit')
  t.strictSame(died, [])
  crashPoint('inbox.after_commit')
  t.strictSame(died, ['inbox.after_commit'])
})

t.test('armed for several points, a process dies at the one that comes first', async (t) => {
  const died: string[] = []
  const plans = [
    { point: 'inbox.received', nth: 2 },
    { point: 'api.after_commit', nth: 1 },
  ] as const
  armCrashPoints(plans, (point) => died.push(point))
  crashPoint('inbox.received')
  crashPoint('api.after_commit')
  t.strictSame(died, ['api.after_commit'])
})

t.test('it dies as by kill -9: no handler runs and nothing after it does', async (t) => {
  const script = `
    import { armCrashPoints, crashPoint } from '#platform/crash-point.ts'
    process.on('exit', () => console.log('a handler ran'))
    armCrashPoints([{ point: 'inbox.received', nth: 1 }])
    crashPoint('inbox.received')
    console.log('went on')`
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd, encoding: 'utf8' })
  t.equal(ended.signal, 'SIGKILL')
  t.equal(ended.stdout, '')
  t.equal(ended.stderr, 'crash point inbox.received\n', 'the word about it is out before')
})

t.test('a plan names a known point and a count from 1', async (t) => {
  t.strictSame(readCrashPlans('api.after_commit:1'), [{ point: 'api.after_commit', nth: 1 }])
  t.strictSame(readCrashPlans('api.after_commit:1,inbox.received:2'), [
    { point: 'api.after_commit', nth: 1 },
    { point: 'inbox.received', nth: 2 },
  ])
  for (const text of [
    '',
    'api.after_commit',
    'api.after_commit:0',
    'api.after_commit:x',
    'nowhere:1',
    'a:1:1',
    'api.after_commit:1,',
  ]) {
    t.equal(readCrashPlans(text), null, text)
  }
})

t.test('every point that has a name stands in the code once', async (t) => {
  const files = (await readdir(sources, { recursive: true })).filter((name) => name.endsWith('.ts'))
  const texts = await Promise.all(files.map((name) => readFile(join(sources, name), 'utf8')))
  const all = texts.join('\n')
  for (const point of crashPoints) t.equal(all.split(`crashPoint('${point}')`).length - 1, 1, point)
})
