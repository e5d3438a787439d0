// npm run faults: breaks everything that can break. The last line is one line of JSON, the one before it counts what held;
// it exits with 1 when anything was lost, doubled without a doubt or out of order, or when too little was broken to say so.
import { inspect } from 'node:util'
import { writeFigures } from './check/trust-page.ts'
import { summaryOf, type Verdict, verdict } from './check/verdict.ts'
import { type FaultOptions, readOptions } from './options.ts'
import { type ProcessReport, runProcesses } from './processes.ts'
import { type Campaign, simulate } from './sim/campaign.ts'
import { keepFailedSeeds } from './sim/failed-seeds.ts'
import { bugs } from './sim/world.ts'

const startedAt = performance.now()
const say = (line: string) =>
  process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)}  ${line}\n`)

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  say(`seed ${options.seed}: repeat with npm run faults -- --seed ${options.seed}`)
  const campaign = options.simulation ? await simulate(options.seed, options.simSeeds, say) : null
  if (campaign !== null) await keepFailedSeeds(campaign.failing)
  const processes = options.processes ? await runProcesses(options, say) : null
  const verdicts = [...verdictsOn(campaign), ...(processes?.verdicts ?? [])]
  for (const line of verdicts.flatMap(linesOf)) say(line)
  const failed = verdicts.filter(({ broken }) => broken.length > 0).length
  process.exitCode = failed === 0 ? 0 : 1
  process.stdout.write(`${verdicts.length - failed} passed, ${failed} failed\n`)
  const report = reportOf(options, { campaign, processes, verdicts })
  if (options.write) await writeFigures(report, new Date())
  process.stdout.write(`${JSON.stringify(report)}\n`)
}

function verdictsOn(campaign: Campaign | null): Verdict[] {
  if (campaign === null) return []
  const { failing, missed } = campaign
  return [
    verdict('simulation', 'after every seed all invariants hold', failing.map(String)),
    ...bugs.map((bug) =>
      verdict('simulation', `the planted mistake ${bug} is noticed`, missed.includes(bug) ? ['by no seed'] : []),
    ),
  ]
}

const SHOWN = 8

function linesOf({ invariant, says, broken }: Verdict): string[] {
  if (broken.length === 0) return []
  return [`not ok - ${invariant}: ${says} (${broken.length})`, ...broken.slice(0, SHOWN).map((each) => `    ${each}`)]
}

type Found = { campaign: Campaign | null; processes: ProcessReport | null; verdicts: readonly Verdict[] }

function reportOf({ seed }: FaultOptions, { campaign, processes, verdicts }: Found): Record<string, unknown> {
  const { verdicts: _, ...counts } = processes ?? { verdicts: [] }
  return {
    suite: 'faults',
    seed,
    ...(campaign !== null && {
      seeds: campaign.seeds,
      seedsPerSecond: campaign.seedsPerSecond,
      seedsFailing: campaign.failing.length,
      plantedCaught: `${campaign.planted - campaign.missed.length}/${campaign.planted}`,
    }),
    ...counts,
    invariants: summaryOf(verdicts),
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  }
}

await main().catch((error: unknown) => {
  process.exitCode = 1
  say(inspect(error))
  process.stdout.write('0 passed, 1 failed\n')
  process.stdout.write(
    `${JSON.stringify({ suite: 'faults', failed: error instanceof Error ? error.message : String(error) })}\n`,
  )
})
