/** A worker that can be sent home for a moment: it finishes what it began, and another one comes afterwards. */
export class Crew implements AsyncDisposable {
  readonly #open: () => Promise<AsyncDisposable>
  #worker: AsyncDisposable | undefined
  #turn: Promise<void> = Promise.resolve()
  /** Once somebody was asked to work, there is always somebody again. */
  #wanted = false

  constructor(open: () => Promise<AsyncDisposable>) {
    this.#open = open
  }

  async start(): Promise<void> {
    this.#wanted = true
    this.#worker = await this.#open()
  }

  /** Does this while nobody works; one such thing at a time. */
  whileAway(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(async () => {
      await this.#sendHome()
      try {
        await work()
      } finally {
        if (this.#wanted) await this.start()
      }
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#wanted = false
    await this.#turn
    await this.#sendHome()
  }

  async #sendHome(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.[Symbol.asyncDispose]()
  }
}
