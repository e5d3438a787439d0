import type { Verdict } from './reconcile.ts'

/** For the terminal: one line per rule, what breaks it below, and how to go on. */
export function formatVerdicts(verdicts: readonly Verdict[]): string {
  const broken = verdicts.filter(({ level, count }) => level === 'broken' && count > 0)
  const summary = broken.length === 0 ? 'The books agree.' : `${broken.length} rules are broken.`
  return [...verdicts.flatMap(linesOf), '', summary].join('\n')
}

function linesOf(verdict: Verdict): string[] {
  const { invariant, says, count, examples, fix } = verdict
  const head = `${wordOf(verdict)}  ${invariant.padEnd(5)}  ${says}`
  if (count === 0) return [head]
  const shown = examples.map(({ storeId, subject, details }) => {
    const place = storeId === null ? '' : ` of store ${storeId}`
    return `      ${subject}${place}: ${JSON.stringify(details)}`
  })
  return [`${head}: not so for ${count}`, ...shown, `      → ${fix}`]
}

function wordOf({ level, count }: Verdict): string {
  if (count === 0) return 'HELD'
  return level === 'broken' ? 'FAIL' : 'LOOK'
}
