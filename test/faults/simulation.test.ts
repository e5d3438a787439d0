import t from 'tap'
import { seedThatCatches } from '#test/faults/sim/campaign.ts'
import { type Process, Sim, type Task } from '#test/faults/sim/engine.ts'
import { readFailedSeeds } from '#test/faults/sim/failed-seeds.ts'
import { play } from '#test/faults/sim/scenario.ts'
import { bugs } from '#test/faults/sim/world.ts'

t.test('whatever dies, is lost or comes twice, the books of the simulated shop agree', async (t) => {
  const seeds = [...(await readFailedSeeds()), ...Array.from({ length: 150 }, (_, n) => n + 1)]
  for (const seed of seeds) {
    const { broken } = play(seed)
    if (broken.length > 0) t.fail(`seed ${seed}: ${broken.join('; ')}`)
  }
  t.pass(`${seeds.length} seeds`)
})

t.test('the same seed is the same story, step for step', async (t) => {
  const [one, same, other] = [play(42, { traced: true }), play(42, { traced: true }), play(43, { traced: true })]
  t.strictSame(one, same)
  t.not(one.trace?.join(), other.trace?.join())
  t.ok((one.trace?.length ?? 0) > 50, 'much happens in it')
})

for (const bug of bugs) {
  t.test(`a shop with the mistake ${bug} is found out`, async (t) => {
    const seed = seedThatCatches(bug, 1)
    t.type(seed, 'number')
    t.strictSame(play(seed ?? 0).broken, [], 'and without it the same story ends well')
  })
}

t.test('a process that dies leaves what it was doing undone; another life begins anew', async (t) => {
  const sim = new Sim(1, false)
  const process: Process = { name: 'worker', life: 0, up: true }
  const done: string[] = []
  const work = function* (name: string): Task {
    yield 10
    done.push(name)
  }
  sim.spawn(process, work('first'))
  sim.after(5, () => {
    process.life += 1
    sim.spawn(process, work('second'))
  })
  sim.run(100)
  t.strictSame(done, ['second'])
  t.equal(sim.nowMs, 100)
})

t.test('a story without an end is given up and said to be one', async (t) => {
  const sim = new Sim(1, false)
  const again = () => sim.after(0, again)
  again()
  sim.run(1)
  t.equal(sim.runaway, true)
})
