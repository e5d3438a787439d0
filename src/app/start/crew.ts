/** A worker that can be sent home for a moment: it finishes what it began, and another one comes afterwards. */
export class Crew implements AsyncDisposable {
  readonly #open: () => Promise<AsyncDisposable>
  #worker: AsyncDisposable | undefined
  #turn: Promise<void> = Promise.resolve()
  #closed = false

  constructor(open: () => Promise<AsyncDisposable>) {
    this.#open = open
  }

  async start(): Promise<void> {
    this.#worker = await this.#open()
  }

  /** Does this while nobody works; one such thing at a time. */
  whileAway(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(async () => {
      const worked = await this.#sendHome()
      try {
        await work()
      } finally {
        if (worked && !this.#closed) await this.start()
      }
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#turn
    await this.#sendHome()
  }

  async #sendHome(): Promise<boolean> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.[Symbol.asyncDispose]()
    return worker !== undefined
  }
}
