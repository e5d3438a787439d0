import type { Bench, BenchOptions, Figures } from './bench.types.ts'
import type { describeMachine } from './machine.ts'
import { median, round } from './stats.ts'

export type ReportInput = {
  bench: Bench
  options: BenchOptions
  figures: readonly Figures[]
  machine: ReturnType<typeof describeMachine>
  postgres: Record<string, string>
}

/** The one JSON line a bench ends with: medians of its runs, and every run for the spread. */
export function reportOf({ bench, options, figures, machine, postgres }: ReportInput): Record<string, unknown> {
  const values = figures.map(({ value }) => value)
  return {
    bench: bench.name,
    value: round(median(values)),
    unit: bench.unit,
    spread: [round(Math.min(...values)), round(Math.max(...values))],
    p50Ms: round(median(figures.map(({ p50Ms }) => p50Ms))),
    p95Ms: round(median(figures.map(({ p95Ms }) => p95Ms))),
    p99Ms: round(median(figures.map(({ p99Ms }) => p99Ms))),
    runs: figures.map((each) => ({
      value: round(each.value),
      p50Ms: round(each.p50Ms),
      p95Ms: round(each.p95Ms),
      p99Ms: round(each.p99Ms),
      ...each.more,
    })),
    cpu: cpuOf(figures),
    rssMb: byProcess(figures, (figure, name) => figure.usage[name]?.rssMb),
    queue: options.queue,
    seconds: options.seconds,
    postgres,
    machine,
  }
}

/** For each process: cores kept busy, and microseconds of CPU for one operation. */
function cpuOf(figures: readonly Figures[]): Record<string, unknown> {
  const cores = byProcess(figures, (figure, name) => figure.usage[name]?.cores)
  const perOperation = byProcess(
    figures,
    (figure, name) => ((figure.usage[name]?.cpuSeconds ?? Number.NaN) * 1e6) / figure.operations,
  )
  return Object.fromEntries(Object.keys(cores).map((name) => [name, { cores: cores[name], us: perOperation[name] }]))
}

function byProcess(
  figures: readonly Figures[],
  pick: (figure: Figures, name: string) => number | undefined,
): Record<string, number> {
  const names = [...new Set(figures.flatMap(({ usage }) => Object.keys(usage)))]
  return Object.fromEntries(
    names.map((name) => [name, round(median(figures.map((figure) => pick(figure, name) ?? Number.NaN)))]),
  )
}
