import t from 'tap'
import { freshName } from '#phone/tour/cast.ts'
import { openPacer } from '#phone/tour/pacer.ts'
import { scenes } from '#phone/tour/scenes/index.ts'
import type { Words } from '#phone/tour/tour.types.ts'

const arabic = /\p{Script=Arabic}/u

t.test('eight scenes are told in Arabic and in English', async (t) => {
  t.equal(scenes.length, 8)
  t.equal(new Set(scenes.map(({ id }) => id)).size, 8)
  const told: Words[] = scenes.flatMap(({ title, about, next, steps }) => [
    title,
    about,
    next,
    ...steps.map((s) => s.watch),
  ])
  for (const { ar, en } of told) {
    t.match(ar, arabic)
    t.notMatch(en, arabic)
    t.ok(en.length > 3 && ar.length > 3)
  }
})

t.test('a caption fits the strip above a phone', async (t) => {
  const captions = scenes.flatMap(({ steps }) => steps.flatMap(({ watch }) => [watch.en, watch.ar]))
  for (const caption of captions) t.ok(caption.length <= 200, caption)
})

t.test('a name that somebody has already gets a number', async (t) => {
  t.equal(freshName('Nora', []), 'Nora')
  t.equal(freshName('Nora', ['Nora', 'Omar']), 'Nora 2')
  t.equal(freshName('Nora', ['Nora', 'Nora 2']), 'Nora 3')
})

t.test('without a pace nothing waits', async (t) => {
  const pacer = openPacer(0, new AbortController().signal)
  const before = performance.now()
  await pacer.pause(60_000)
  t.ok(performance.now() - before < 1_000)
})

t.test('held, it waits until it may go on; skipped, it runs to the next step', async (t) => {
  const pacer = openPacer(1, new AbortController().signal)
  pacer.hold()
  let over = false
  const waiting = pacer.pause(1).then(() => {
    over = true
  })
  await new Promise((resolve) => setTimeout(resolve, 30))
  t.notOk(over)
  pacer.goOn()
  await waiting
  const long = pacer.pause(60_000)
  await new Promise((resolve) => setTimeout(resolve, 10))
  pacer.run()
  await long
  await pacer.pause(60_000)
  t.pass('nothing of the step waits any more')
})

t.test('a hold does not keep it from being stopped', async (t) => {
  const stop = new AbortController()
  const pacer = openPacer(1, stop.signal)
  pacer.hold()
  const waiting = pacer.pause(60_000)
  stop.abort(new Error('enough'))
  await t.rejects(waiting, /enough/)
})
