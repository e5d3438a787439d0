import type { Finding } from './finding.ts'

const words: Record<Finding['status'], string> = { pass: 'PASS', warn: 'WARN', fail: 'FAIL', skip: 'SKIP' }

/** For the terminal: one line per check, each fix below its own, and the count at the end. */
export function formatFindings(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ check }) => check.length))
  const lines = findings.flatMap(({ check, status, detail, fix }) => [
    `${words[status]}  ${check.padEnd(width)}  ${detail}`,
    ...(fix === undefined ? [] : [`      ${' '.repeat(width)}  → ${fix}`]),
  ])
  return [...lines, '', summaryOf(findings)].join('\n')
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length
  return `${count('pass')} passed, ${count('warn')} to look at, ${count('fail')} failed, ${count('skip')} skipped`
}
