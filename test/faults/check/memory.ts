import { readFileSync } from 'node:fs'
import type { Slot } from '#test/faults/stage/slot.ts'
import { type Verdict, verdict } from './verdict.ts'

export type Sample = { atMs: number; bytes: number }

/** How the memory of one life of a process went, once it had warmed up. */
export type Growth = { name: string; hours: number; mebibytesPerHour: number }

const EVERY_MS = 5_000
const WARM_MS = 5 * 60_000
const HOUR_MS = 3_600_000
const MEBIBYTE = 1024 * 1024
const MOST_PER_HOUR = 1
/** A shorter life says little: the heap breathes by more than an hour may add. */
const LEAST_HOURS = 0.75

/** Looks at the memory of these processes every few seconds until it is told to stop; then says how each life grew. */
export function watchMemory(slots: readonly Slot[]): () => Growth[] {
  const lives = new Map<number, { name: string; samples: Sample[] }>()
  const look = () => {
    for (const { name, pid, isUp } of slots) {
      const bytes = isUp ? residentBytes(pid) : null
      if (bytes === null) continue
      const life = lives.get(pid) ?? { name, samples: [] }
      life.samples.push({ atMs: performance.now(), bytes })
      lives.set(pid, life)
    }
  }
  const timer = setInterval(look, EVERY_MS)
  return () => {
    clearInterval(timer)
    return [...lives.values()].flatMap(({ name, samples }) => growthOf(name, samples))
  }
}

/** The slope of the line through the samples after the first five minutes; none for a life that ended before. */
export function growthOf(name: string, samples: readonly Sample[]): Growth[] {
  const [first] = samples
  const warm = samples.filter(({ atMs }) => first !== undefined && atMs - first.atMs >= WARM_MS)
  const [from, to] = [warm[0], warm.at(-1)]
  if (from === undefined || to === undefined || to.atMs === from.atMs) return []
  const mean = (of: (sample: Sample) => number) => warm.reduce((sum, each) => sum + of(each), 0) / warm.length
  const [time, size] = [mean(({ atMs }) => atMs), mean(({ bytes }) => bytes)]
  const both = mean(({ atMs, bytes }) => (atMs - time) * (bytes - size))
  const spread = mean(({ atMs }) => (atMs - time) ** 2)
  const mebibytesPerHour = ((both / spread) * HOUR_MS) / MEBIBYTE
  return [{ name, hours: (to.atMs - from.atMs) / HOUR_MS, mebibytesPerHour }]
}

/** Of lives long enough to tell. */
export function checkGrowth(growths: readonly Growth[]): Verdict[] {
  const told = growths.filter(({ hours }) => hours >= LEAST_HOURS)
  if (told.length === 0) return []
  const grown = told.filter(({ mebibytesPerHour }) => mebibytesPerHour > MOST_PER_HOUR)
  return [
    verdict(
      'memory',
      'no process grows by more than 1 MiB an hour',
      grown.map(({ name, mebibytesPerHour }) => `${name} grew by ${mebibytesPerHour.toFixed(1)} MiB an hour`),
    ),
  ]
}

/** Null for a process that is gone. */
function residentBytes(pid: number): number | null {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kibibytes === undefined ? null : Number(kibibytes) * 1024
  } catch {
    return null
  }
}
