import { makeRandom } from '#sandbox/random.ts'

/** What a process does, pausing for virtual milliseconds; whatever else may happen happens at the pauses. */
export type Task = Generator<number, void, void>

/** A process that can die: what it was doing then is never resumed, and what it had locked is free. */
export type Process = { readonly name: string; life: number; up: boolean }

type Due = { at: number; tie: number; run: () => void }

/** Thrown into a transaction whose connection was cut. */
export class ConnectionLost extends Error {}

/** Virtual time, seeded chance and an event heap: the same seed gives the same run, step for step. */
export class Sim {
  readonly #heap: Due[] = []
  readonly chance: () => number
  readonly trace: string[] | null
  nowMs = 0
  steps = 0
  /** More happened than ever should: it would go on for ever. */
  runaway = false
  /** Raised whenever PostgreSQL hangs up on everybody. */
  connections = 0

  constructor(seed: number, traced: boolean) {
    this.chance = makeRandom(seed).next
    this.trace = traced ? [] : null
  }

  get now(): Date {
    return new Date(EPOCH_MS + this.nowMs)
  }

  happens(share: number): boolean {
    return this.chance() < share
  }

  /** A whole number below the limit. */
  below(limit: number): number {
    return Math.floor(this.chance() * limit)
  }

  say(what: string): void {
    this.trace?.push(`${(this.nowMs / 1_000).toFixed(3)} ${what}`)
  }

  after(ms: number, run: () => void): void {
    push(this.#heap, { at: this.nowMs + ms, tie: this.chance(), run })
  }

  /** Lets a process do something; it is lost when the process dies before it is done. */
  spawn(process: Process, task: Task): void {
    const { life } = process
    const resume = () => {
      if (!process.up || process.life !== life) return
      this.steps += 1
      const { done, value } = advance(task)
      if (!done) this.after(value ?? 0, resume)
    }
    this.after(0, resume)
  }

  /** Runs until nothing is left to happen or the time is over. */
  run(untilMs: number): void {
    let happened = 0
    for (let next = this.#heap[0]; next !== undefined && next.at <= untilMs; next = this.#heap[0]) {
      happened += 1
      this.runaway = happened > MOST_HAPPENINGS
      if (this.runaway) return
      pop(this.#heap)
      this.nowMs = next.at
      next.run()
    }
    this.nowMs = Math.max(this.nowMs, untilMs)
  }
}

/** Some hundred times what the busiest seed takes. */
const MOST_HAPPENINGS = 1_000_000

/** 2026-11-22T12:00:00Z */
const EPOCH_MS = 1_795_348_800_000

/** A task whose connection broke is over; the process lives on and looks again. */
function advance(task: Task): IteratorResult<number, void> {
  try {
    return task.next()
  } catch (error) {
    if (error instanceof ConnectionLost) return { done: true, value: undefined }
    throw error
  }
}

export function isAlive(process: Process, life: number): boolean {
  return process.up && process.life === life
}

function isBefore(one: Due, other: Due): boolean {
  return one.at < other.at || (one.at === other.at && one.tie < other.tie)
}

function push(heap: Due[], due: Due): void {
  let place = heap.length
  heap.push(due)
  while (place > 0) {
    const parent = (place - 1) >> 1
    const above = heap[parent]
    if (above === undefined || !isBefore(due, above)) break
    heap[place] = above
    place = parent
  }
  heap[place] = due
}

function pop(heap: Due[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let place = 0
  for (;;) {
    const child = smallerChild(heap, place)
    const below = heap[child]
    if (below === undefined || !isBefore(below, last)) break
    heap[place] = below
    place = child
  }
  heap[place] = last
}

function smallerChild(heap: readonly Due[], place: number): number {
  const left = 2 * place + 1
  const [one, other] = [heap[left], heap[left + 1]]
  return one !== undefined && other !== undefined && isBefore(other, one) ? left + 1 : left
}
