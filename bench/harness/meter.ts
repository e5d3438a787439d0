import { readdirSync, readFileSync } from 'node:fs'

/** A process to watch; with `tree`, its children count as well (PostgreSQL is one process for each connection). */
export type Watched = { name: string; pid: number; tree?: boolean }

export type ProcessUsage = {
  cpuSeconds: number
  /** Cores kept busy on average. */
  cores: number
  /** Largest that was seen; for a tree the proportional set size at the end, which counts shared pages once. */
  rssMb: number
}

export type Usage = Readonly<Record<string, ProcessUsage>>

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100
const SAMPLE_MS = 500

/** Reads CPU and memory from /proc between `start` and `stop`. */
export class Meter {
  readonly #watched: readonly Watched[]
  readonly #peaks = new Map<string, number>()
  #before = new Map<string, number>()
  #startedAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(watched: readonly Watched[]) {
    this.#watched = watched
  }

  start(): void {
    this.#startedAt = performance.now()
    this.#before = this.#cpu()
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS)
  }

  stop(): Usage {
    clearInterval(this.#timer)
    this.#sample()
    const seconds = (performance.now() - this.#startedAt) / 1000
    const after = this.#cpu()
    return Object.fromEntries(
      this.#watched.map(({ name, pid, tree }) => {
        const cpuSeconds = (after.get(name) ?? 0) - (this.#before.get(name) ?? 0)
        const rssMb = tree ? proportionalMb([pid, ...childrenOf(pid)]) : (this.#peaks.get(name) ?? 0)
        return [name, { cpuSeconds, cores: cpuSeconds / seconds, rssMb }]
      }),
    )
  }

  #cpu(): Map<string, number> {
    return new Map(this.#watched.map(({ name, pid, tree }) => [name, tree ? treeSeconds(pid) : ownSeconds(pid)]))
  }

  #sample(): void {
    for (const { name, pid, tree } of this.#watched) {
      if (!tree) this.#peaks.set(name, Math.max(this.#peaks.get(name) ?? 0, rssMb(pid)))
    }
  }
}

/** Resident memory of one process in MiB; 0 when it is gone. */
export function rssMb(pid: number): number {
  return kilobytes(readProc(pid, 'status'), 'VmRSS') / 1024
}

function ownSeconds(pid: number): number {
  const [user = 0, system = 0] = times(pid)
  return (user + system) / TICKS_PER_SECOND
}

/** What its ended children used is counted by the parent that collected them. */
function treeSeconds(pid: number): number {
  const own = times(pid).reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND
  return childrenOf(pid).reduce((sum, child) => sum + ownSeconds(child), own)
}

/** utime, stime, cutime and cstime: fields 14 to 17 of /proc/<pid>/stat. */
function times(pid: number): number[] {
  const stat = readProc(pid, 'stat')
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return afterName.slice(11, 15).map(Number)
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => {
      const stat = readProc(each, 'stat')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid
    })
}

/** Only the owner or root may read it; without that right the resident size stands in, shared pages and all. */
function proportionalMb(pids: readonly number[]): number {
  const sizes = pids.map((pid) => {
    const pss = kilobytes(readProc(pid, 'smaps_rollup'), 'Pss')
    return pss > 0 ? pss / 1024 : rssMb(pid)
  })
  return sizes.reduce((sum, size) => sum + size, 0)
}

function kilobytes(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return ''
  }
}
