const CALM = 16

/** How many sends are under way, lane by lane, and when the last of them is over. */
export class Flights {
  readonly #limit: number
  readonly #byLane = new Map<number, number>()
  readonly #landed: (() => void)[] = []
  #total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  room(lane: number): number {
    return this.#limit - (this.#byLane.get(lane) ?? 0)
  }

  start(lane: number): void {
    this.#byLane.set(lane, (this.#byLane.get(lane) ?? 0) + 1)
    this.#total += 1
  }

  end(lane: number): void {
    this.#byLane.set(lane, (this.#byLane.get(lane) ?? 0) - 1)
    this.#total -= 1
    if (this.#total === 0) for (const tell of this.#landed.splice(0)) tell()
  }

  /** Whether so little is under way that there is room for courtesies. */
  get calm(): boolean {
    return this.#total <= CALM
  }

  /** Resolves once nothing is under way. */
  allLanded(): Promise<void> {
    return this.#total === 0 ? Promise.resolve() : new Promise((resolve) => this.#landed.push(resolve))
  }
}
