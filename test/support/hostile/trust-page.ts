import { readFile, writeFile } from 'node:fs/promises'
import { projectRoot } from '#test/support/run-commands.ts'
import type { RowVerdict } from './proofs.ts'

const page = `${projectRoot}docs/trust.md`
const [begin, end] = ['<!-- figures of npm run hostile -->', '<!-- end of the figures of npm run hostile -->']

export type Figures = {
  line: Record<string, unknown>
  suites: ReadonlyMap<string, number>
  rows: readonly RowVerdict[]
}

/** Writes the figures of this run into docs/trust.md, between the two marks that are there for it. */
export async function writeTrustPage(figures: Figures): Promise<void> {
  const text = await readFile(page, 'utf8')
  const [before, rest = ''] = text.split(begin)
  const after = rest.split(end)[1]
  if (before === undefined || after === undefined) throw new Error('docs/trust.md has lost the marks of its figures')
  await writeFile(page, `${before}${begin}\n\n${sectionOf(figures)}\n\n${end}${after}`)
}

function sectionOf({ line, suites, rows }: Figures): string {
  const { requests, status5xx, exits, misses, seed, rssMiB, loopP99Ms, logLines } = line
  return [
    `Run of ${new Date().toISOString().slice(0, 10)}, seed ${seed}:`,
    '',
    '| what | figure |',
    '|---|---|',
    `| requests | ${Number(requests).toLocaleString('en')} |`,
    ...[...suites].map(([name, count]) => `| … ${name} | ${count.toLocaleString('en')} |`),
    `| answers of 500 and above | ${status5xx} |`,
    `| processes that ended | ${exits} |`,
    `| answers other than they must be | ${misses} |`,
    `| memory warm and at the end, MiB | ${pairs(rssMiB)} |`,
    `| event loop delay p99, ms | ${pairs(loopP99Ms)} |`,
    `| lines of log, each one JSON object and free of canaries | ${Number(logLines).toLocaleString('en')} |`,
    '',
    ...tableOf(rows),
  ].join('\n')
}

function pairs(figures: unknown): string {
  return Object.entries(figures as Record<string, unknown>)
    .map(([role, value]) => `${role} ${Array.isArray(value) ? value.join(' → ') : value}`)
    .join(', ')
}

function tableOf(rows: readonly RowVerdict[]): string[] {
  const scope = rows.filter(({ passed }) => passed !== null)
  const passed = scope.filter((row) => row.passed)
  return [
    `Of forty attacks ${scope.length} reach this release; ${passed.length} of them are withstood in a test.`,
    '',
    '| row | attack | result | where, or why not |',
    '|---|---|---|---|',
    ...rows.map(({ row, attack, passed, reason }) => `| ${row} | ${attack} | ${wordFor(passed)} | ${cell(reason)} |`),
  ]
}

function wordFor(passed: boolean | null): string {
  if (passed === null) return 'not in scope'
  return passed ? 'withstood' : 'FAILED'
}

/** File names once each; the names of tests are in the files. */
function cell(reason: string): string {
  const files = reason.match(/test\/[\w/.-]+\.test\.ts/g)
  return files === null ? reason : [...new Set(files)].map((file) => `\`${file}\``).join(' ')
}
