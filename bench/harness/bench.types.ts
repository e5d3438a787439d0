import type { Template } from './installation.ts'
import type { Usage } from './meter.ts'
import type { Stage } from './stage.ts'

export type Queue = 'postgres' | 'redis'

export type BenchOptions = {
  /** Length of the measured part of a run. */
  seconds: number
  queue: Queue
  /** Writes a `.cpuprofile` of server and worker and prints the statements that cost PostgreSQL most. */
  profile: boolean
  /** What a bench understands beyond the common: `--set shoppers=4000`. */
  settings: Readonly<Record<string, number>>
  /** Says what is going on, on standard error. */
  say: (line: string) => void
}

/** What one run found. */
export type Figures = {
  value: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  /** Operations that the CPU of the processes is divided by. */
  operations: number
  usage: Usage
  /** Anything else worth printing. */
  more?: Record<string, unknown>
}

export type Bench = {
  name: string
  unit: string
  about: string
  seconds: number
  runs: number
  /** Backends on which it says something different; the first is the default. */
  queues: readonly Queue[]
  /** True when a larger value is worse. */
  lowerIsBetter?: boolean
  /** Makes what every run starts from. */
  prepare: (stage: Stage, options: BenchOptions) => Promise<Template>
  run: (stage: Stage, template: Template, options: BenchOptions) => Promise<Figures>
}
