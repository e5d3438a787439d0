import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '#test/faults/stage/slot.ts'

const page = join(projectRoot, 'docs', 'trust.md')
const [begin, end] = ['<!-- figures of npm run faults -->', '<!-- end of the figures of npm run faults -->']

type Line = Record<string, unknown>

/** Writes the figures of this run into docs/trust.md, between the two marks that are there for it. */
export async function writeFigures(line: Line, now: Date): Promise<void> {
  const text = await readFile(page, 'utf8')
  const [before, rest = ''] = text.split(begin)
  const after = rest.split(end)[1]
  if (before === undefined || after === undefined) throw new Error('docs/trust.md has lost the marks of its figures')
  await writeFile(page, `${before}${begin}\n\n${figures(line, now)}\n\n${end}${after}`)
}

const WORDS: readonly (readonly [key: string, words: string])[] = [
  ['seeds', 'seeds simulated'],
  ['seedsPerSecond', '… a second'],
  ['seedsFailing', '… after which something did not hold'],
  ['plantedCaught', 'planted mistakes noticed'],
  ['kills', 'processes killed'],
  ['crashPoints', 'crash points died at, each twice'],
  ['pgCuts', 'times PostgreSQL was cut off, restarted, locked or made to refuse'],
  ['queueWipes', 'times everything that was rung was forgotten'],
  ['orders', 'orders placed meanwhile'],
  ['inDoubt', 'messages whose fate was unknown for a while'],
  ['doubled', '… of which came twice'],
  ['lost', 'messages and orders lost'],
  ['restMs', 'milliseconds from the last fault until nothing was open'],
  ['seconds', 'seconds for all of it'],
]

function figures(line: Line, now: Date): string {
  const rows = WORDS.filter(([key]) => key in line).map(([key, words]) => `| ${words} | ${cell(line[key])} |`)
  return [
    `Run of ${now.toISOString().slice(0, 10)}, seed ${line.seed}:`,
    '',
    '| what | figure |',
    '|---|---|',
    ...rows,
    '',
    `Invariants: ${Object.entries(line.invariants as Record<string, string>)
      .map(([name, stands]) => `${name} ${stands}`)
      .join(', ')}.`,
  ].join('\n')
}

function cell(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en') : String(value)
}
