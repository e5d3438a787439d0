/** What one check came to. `fix` is the sentence that says what to do, and every warning and failure has one. */
export type Finding = {
  check: string
  status: 'pass' | 'warn' | 'fail' | 'skip'
  detail: string
  fix?: string
}

export type Verdicts = {
  pass: (detail: string) => Finding
  skip: (detail: string) => Finding
  warn: (detail: string, fix: string) => Finding
  fail: (detail: string, fix: string) => Finding
}

/** The four ways in which one check can end. */
export function verdicts(check: string): Verdicts {
  return {
    pass: (detail) => ({ check, status: 'pass', detail }),
    skip: (detail) => ({ check, status: 'skip', detail }),
    warn: (detail, fix) => ({ check, status: 'warn', detail, fix }),
    fail: (detail, fix) => ({ check, status: 'fail', detail, fix }),
  }
}

/** The faults found, or that there were none. */
export function faultsOr(faults: readonly (Finding | false | null)[], well: Finding): Finding[] {
  const found = faults.filter((fault) => fault !== false && fault !== null)
  return found.length > 0 ? found : [well]
}

/** A check that stumbles is a finding too: the doctor always finishes its round. */
export async function attempt(check: string, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error)
    return [
      verdicts(check).fail(`could not be checked: ${reason}`, 'Mend what the message speaks of and run it again.'),
    ]
  }
}

/** 1 when anything failed; warnings are no failure. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ status }) => status === 'fail') ? 1 : 0
}
