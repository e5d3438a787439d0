export type Tally = { passed: number; failed: number }

/** Reads TAP 14 line by line: a file that passes becomes one line, one that fails shows each failing point. */
export class TapReport {
  readonly #print: (line: string) => void
  #file: string[] = []
  #inFileDetails = false
  #inCoverage = false
  #summary: Tally | undefined

  constructor(print: (line: string) => void) {
    this.#print = print
  }

  read(line: string): void {
    if (this.#inCoverage || isRule(line)) this.#readCoverage(line)
    else if (/^\S/.test(line)) this.#readTop(line)
    else if (!this.#inFileDetails) this.#file.push(line)
    else if (line === '  ...') this.#inFileDetails = false
  }

  #readCoverage(line: string): void {
    this.#inCoverage = !line.startsWith('#')
    if (this.#inCoverage) this.#print(line)
    else this.#readTop(line)
  }

  #readTop(line: string): void {
    if (line.startsWith('# { total: ')) this.#summary = { passed: countOf('pass', line), failed: countOf('fail', line) }
    else if (/^(not )?ok /.test(line)) this.#closeFile(line)
    else if (!/^(#|TAP version|\d+\.\.)/.test(line)) this.#print(line)
  }

  #closeFile(line: string): void {
    this.#print(line)
    this.#inFileDetails = line.startsWith('not ok')
    if (this.#inFileDetails) for (const detail of failingPoints(this.#file)) this.#print(detail)
    this.#file = []
  }

  /** A run that broke off before its summary, or left with a fault, has failed whatever it counted. */
  tally(exitedWell: boolean): Tally {
    const { passed, failed } = this.#summary ?? { passed: 0, failed: 0 }
    const broken = this.#summary === undefined || (!exitedWell && failed === 0)
    return { passed, failed: broken ? failed + 1 : failed }
  }
}

const isRule = (line: string) => line.startsWith('-----')

function countOf(name: string, summary: string): number {
  return Number(new RegExp(`${name}: (\\d+)`).exec(summary)?.[1] ?? 0)
}

const quiet = /^\s*$|^\s+(ok |#|\d+\.\.)/

/** Each `not ok` with the YAML block under it, and whatever the file printed that is no TAP. */
function failingPoints(lines: readonly string[]): string[] {
  let blockEnd: string | undefined
  let shown = false
  return lines.filter((line) => {
    if (line === blockEnd) blockEnd = undefined
    else if (blockEnd === undefined && /^\s+---$/.test(line)) blockEnd = line.replace('---', '...')
    else if (blockEnd === undefined) shown = !quiet.test(line)
    return shown
  })
}
