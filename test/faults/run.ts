// npm run faults: breaks everything that can break. The last line is one line of JSON; it exits with 1 when anything was
// lost, doubled without a doubt or out of order, or when the run broke too little to say so.
import { inspect } from 'node:util'
import { summaryOf, type Verdict } from './check/verdict.ts'
import { type FaultOptions, readOptions } from './options.ts'
import { type ProcessReport, runProcesses } from './processes.ts'
import { type Campaign, simulate } from './sim/campaign.ts'

const startedAt = performance.now()
const say = (line: string) =>
  process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)}  ${line}\n`)

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  say(`seed ${options.seed}: repeat with npm run faults -- --seed ${options.seed}`)
  const campaign = options.simulation ? simulate(options.seed, options.simSeeds, say) : null
  if (campaign !== null) say(`${campaign.seeds} seeds simulated, ${campaign.seedsPerSecond} a second`)
  const processes = options.processes ? await runProcesses(options, say) : null
  const failures = [...doubtsOf(campaign), ...(processes === null ? [] : failuresOf(processes))]
  for (const failure of failures) say(failure)
  process.exitCode = failures.length === 0 ? 0 : 1
  process.stdout.write(`${JSON.stringify(reportOf(options, campaign, processes))}\n`)
}

function doubtsOf(campaign: Campaign | null): string[] {
  if (campaign === null) return []
  return [...campaign.failing.map((seed) => `the simulation fails with seed ${seed}`), ...campaign.shortcomings]
}

function failuresOf({ verdicts, shortcomings }: ProcessReport): string[] {
  return [...verdicts.flatMap(linesOf), ...shortcomings.map((each) => `too little was broken: ${each}`)]
}

const SHOWN = 8

function linesOf({ invariant, says, broken }: Verdict): string[] {
  if (broken.length === 0) return []
  return [`${invariant} is broken: ${says} (${broken.length})`, ...broken.slice(0, SHOWN).map((each) => `    ${each}`)]
}

function reportOf(
  options: FaultOptions,
  campaign: Campaign | null,
  processes: ProcessReport | null,
): Record<string, unknown> {
  const { verdicts = [], shortcomings = [], ...counts } = processes ?? {}
  return {
    suite: 'faults',
    seed: options.seed,
    ...(campaign !== null && {
      seeds: campaign.seeds,
      seedsPerSecond: campaign.seedsPerSecond,
      seedsFailing: campaign.failing.length,
      plantedCaught: campaign.plantedCaught,
    }),
    ...counts,
    invariants: summaryOf(verdicts),
    ...(shortcomings.length > 0 && { shortcomings: shortcomings.length }),
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  }
}

await main().catch((error: unknown) => {
  process.exitCode = 1
  say(inspect(error))
  process.stdout.write(
    `${JSON.stringify({ suite: 'faults', failed: error instanceof Error ? error.message : String(error) })}\n`,
  )
})
