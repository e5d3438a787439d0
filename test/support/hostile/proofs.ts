import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Proof, SecurityRow } from '#test/hostile/security-rows.ts'
import { start } from '#test/support/run-commands.ts'

export type RowVerdict = { row: number; attack: string; passed: boolean | null; reason: string }

/** Runs every test file that proves a row, and says of each row whether all of its tests passed; null for one left out. */
export async function judgeRows(rows: readonly SecurityRow[]): Promise<RowVerdict[]> {
  const files = [...new Set(rows.flatMap((row) => ('proofs' in row ? row.proofs.map(({ file }) => file) : [])))]
  const points = new Map<string, Point[]>()
  const queue = [...files]
  const worker = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) points.set(file, await pointsOf(file))
  }
  await Promise.all([worker(), worker()])
  return rows.map((row) => verdictOf(row, points))
}

type Point = { passed: boolean; name: string }

/** The test points a file reports at its top level. */
async function pointsOf(file: string): Promise<Point[]> {
  const child = start(['node', file], { stdio: ['ignore', 'pipe', 'ignore'] })
  const points: Point[] = []
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      const [, not, name = ''] = /^(not )?ok \d+ - (.*?)(?: # (?:time|SKIP|TODO).*)?$/.exec(line) ?? []
      if (name !== '') points.push({ passed: not === undefined, name })
    }
  }
  if (child.exitCode === null) await once(child, 'exit')
  return points
}

function verdictOf(row: SecurityRow, points: ReadonlyMap<string, readonly Point[]>): RowVerdict {
  const { row: number, attack } = row
  if ('notInScope' in row) return { row: number, attack, passed: null, reason: row.notInScope }
  const doubts = row.proofs.flatMap((proof) => doubtOf(proof, points.get(proof.file) ?? []) ?? [])
  const reason = doubts.length > 0 ? doubts : row.proofs.map(({ file }) => file)
  return { row: number, attack, passed: doubts.length === 0, reason: reason.join('; ') }
}

function doubtOf({ file, test }: Proof, points: readonly Point[]): string | null {
  const named = points.filter(({ name }) => name.startsWith(test))
  if (named.length === 0) return `${file} reported ${points.length} tests and no "${test}"`
  return named.every(({ passed }) => passed) ? null : `${file} failed "${test}"`
}
