/** One invariant, as it stood at the end of a run; nothing broken means that it held. */
export type Verdict = { invariant: string; says: string; broken: string[] }

export function verdict(invariant: string, says: string, broken: readonly string[]): Verdict {
  return { invariant, says, broken: [...broken] }
}

/** For each invariant whether all that was said of it held; what is said of the run itself is no invariant. */
export function summaryOf(verdicts: readonly Verdict[]): Record<string, 'held' | 'broken'> {
  const names = [...new Set(verdicts.map(({ invariant }) => invariant))].filter((name) => /^I\d+$/.test(name))
  const numbered = names.toSorted((one, other) => Number(one.slice(1)) - Number(other.slice(1)))
  const stands = (name: string) =>
    verdicts.some(({ invariant, broken }) => invariant === name && broken.length > 0) ? 'broken' : 'held'
  return Object.fromEntries(numbered.map((name) => [name, stands(name)]))
}
