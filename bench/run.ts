import { inspect } from 'node:util'
import { Command, InvalidArgumentError, Option } from 'commander'
import { ack } from './benches/ack.ts'
import { api } from './benches/api.ts'
import { grow } from './benches/grow.ts'
import { importing } from './benches/import.ts'
import { journey } from './benches/journey.ts'
import { race } from './benches/race.ts'
import { scale } from './benches/scale.ts'
import { start } from './benches/start.ts'
import { tap } from './benches/tap.ts'
import { turns } from './benches/turns.ts'
import type { Bench, BenchOptions, Figures, Queue } from './harness/bench.types.ts'
import { killChildren } from './harness/child.ts'
import { describeMachine } from './harness/machine.ts'
import { reportOf } from './harness/report.ts'
import { openStage } from './harness/stage.ts'

const benches: readonly Bench[] = [ack, turns, journey, race, importing, api, grow, start, tap, scale]

type Flags = { seconds?: number; runs?: number; queue?: Queue; profile: boolean; set: Record<string, number> }

const say = (line: string) => process.stderr.write(`${line}\n`)

async function main(): Promise<void> {
  const program = new Command('bench')
    .description('Measures a whole installation on this machine; each bench ends with one line of JSON.')
    .argument('[name]', `one of ${benches.map(({ name }) => name).join(', ')}; all of them unless told`)
    .option('--seconds <n>', 'length of the measured part of a run', positive)
    .option('--runs <n>', 'how many runs the median is taken of', positive)
    .addOption(new Option('--queue <backend>', 'what carries the doorbells').choices(['postgres', 'redis']))
    .option('--profile', 'write CPU profiles to .data/bench-profiles and print the costliest statements', false)
    .option('--set <name=number>', 'a setting of the bench itself; may be repeated', setting, {})
    .action(measureAll)
  await program.parseAsync()
}

async function measureAll(name: string | undefined, flags: Flags): Promise<void> {
  const chosen = benches.filter((bench) => name === undefined || bench.name === name)
  if (chosen.length === 0) throw new Error(`There is no bench called ${name}.`)
  for (const bench of chosen) {
    const queues = flags.queue === undefined ? bench.queues : [flags.queue]
    for (const queue of queues) await measure(bench, queue, flags)
  }
}

async function measure(bench: Bench, queue: Queue, flags: Flags): Promise<void> {
  const { seconds = bench.seconds, runs = bench.runs, profile, set: settings } = flags
  const options: BenchOptions = { seconds, queue, profile, settings, say }
  const machine = describeMachine()
  say(`${bench.name}: ${bench.about} (${queue}, ${runs} × ${seconds} s)`)
  await using stage = await openStage(queue, profile)
  using _interruption = onInterruption(() => stage[Symbol.asyncDispose]())
  const template = await bench.prepare(stage, options)
  const figures: Figures[] = []
  for (let n = 1; n <= runs; n += 1) {
    const found = await bench.run(stage, template, options).catch(said)
    figures.push(found)
    say(`  run ${n}: ${Math.round(found.value)} ${bench.unit}, p50 ${found.p50Ms} ms, p99 ${found.p99Ms} ms`)
  }
  process.stdout.write(`${JSON.stringify(reportOf({ bench, options, figures, machine, postgres: stage.postgres }))}\n`)
}

/** Said at once: while everything is taken down, a broken connection may speak up first. */
function said(error: unknown): never {
  say(inspect(error))
  throw error
}

/** Ctrl-C or a CI that gives up must leave no server and no folder behind. */
function onInterruption(tidyUp: () => PromiseLike<void>): Disposable {
  const leave = () => process.exit(130)
  const handle = () => {
    killChildren()
    void tidyUp().then(leave, leave)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, handle)
  return {
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, handle)
    },
  }
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('must be a number above 0')
  return value
}

function setting(text: string, before: Record<string, number>): Record<string, number> {
  const [name = '', value = ''] = text.split('=')
  return { ...before, [name]: positive(value) }
}

await main()
