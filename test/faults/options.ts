import { Command, InvalidArgumentError, Option } from 'commander'
import type { Backend } from './stage/installation.ts'

export type FaultOptions = {
  seed: number
  /** Length of the chaos. */
  seconds: number
  shoppers: number
  queue: Backend | 'both'
  /** Which parts run. */
  tour: boolean
  simulation: boolean
  processes: boolean
  simSeeds: number
  /** Faults come seldom and for so long. */
  soak: number | null
  /** The figures go into docs/trust.md. */
  write: boolean
}

/** Reads the flags; a seed that is not given is drawn, and said. */
export function readOptions(argv: readonly string[]): FaultOptions {
  const program = new Command('faults')
    .description(
      'Breaks everything that can break and holds the books against what the world saw; ends with one line of JSON.',
    )
    .option('--seed <n>', 'repeats the choices of a run', whole, Math.floor(Math.random() * 2 ** 31))
    .option('--seconds <n>', 'length of the chaos', whole, 70)
    .option('--shoppers <n>', 'how many shop at once', whole, 32)
    .addOption(
      new Option('--queue <backend>', 'what carries the doorbells')
        .choices(['postgres', 'redis', 'both'])
        .default('both'),
    )
    .option('--no-tour', 'do not die at each crash point')
    .option('--no-simulation', 'real processes only')
    .option('--no-processes', 'simulation only')
    .option('--sim-seeds <n>', 'seeds of the simulation', whole, 20_000)
    .option('--write', 'write the figures into docs/trust.md', false)
    .option('--soak <time>', 'for so long, with a fault every 5 to 20 seconds: 30m, 2h', duration)
  program.parse([...argv], { from: 'user' })
  const options = program.opts<Omit<FaultOptions, 'soak'> & { soak?: number }>()
  return { ...options, soak: options.soak ?? null }
}

function whole(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new InvalidArgumentError('It must be a whole number.')
}

/** `90s`, `30m`, `2h` in seconds. */
function duration(text: string): number {
  const [, count = '', unit = ''] = /^(\d+)([smh])$/.exec(text) ?? []
  const seconds = { s: 1, m: 60, h: 3_600 }[unit]
  if (seconds === undefined) throw new InvalidArgumentError('It must look like 90s, 30m or 2h.')
  return Number(count) * seconds
}
