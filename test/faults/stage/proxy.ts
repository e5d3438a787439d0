import { connect, createServer, type Server, type Socket } from 'node:net'

type Pair = { client: Socket; upstream: Socket }

/**
 * A TCP proxy of our own, which can do to connections what networks do. With several targets it takes them in turn and
 * passes over those that refuse.
 */
export class TcpProxy implements AsyncDisposable {
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  #targets: readonly number[]
  #turn = 0

  private constructor(targets: readonly number[]) {
    this.#targets = targets
    this.#server = createServer((client) => this.#join(client))
  }

  /** Listens on a free port unless told on which. */
  static async open(targets: readonly number[], port = 0): Promise<TcpProxy> {
    const proxy = new TcpProxy(targets)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject)
      proxy.#server.listen(port, '127.0.0.1', resolve)
    })
    return proxy
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port
  }

  /** Hangs up on everybody; says on how many. */
  cut(): number {
    const count = this.#pairs.size
    for (const { client, upstream } of this.#pairs) {
      client.resetAndDestroy()
      upstream.resetAndDestroy()
    }
    return count
  }

  /**
   * Half-open: the connections there are stay up on both sides and nothing passes through them any more, ever; new ones
   * work. A router that forgot about them does that.
   */
  mute(): number {
    for (const { client, upstream } of this.#pairs) {
      client.unpipe(upstream).pause()
      upstream.unpipe(client).pause()
    }
    return this.#pairs.size
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.cut()
    await closed
  }

  #join(client: Socket): void {
    client.on('error', () => undefined)
    client.pause()
    this.#turn += 1
    const [first, ...others] = this.#targets.map(
      (_, index) => this.#targets[(this.#turn + index) % this.#targets.length],
    )
    this.#reach(
      client,
      [first, ...others].filter((port) => port !== undefined),
    )
  }

  #reach(client: Socket, ports: readonly number[]): void {
    const [port, ...others] = ports
    if (port === undefined) return void client.resetAndDestroy()
    const upstream = connect(port, '127.0.0.1')
    const refused = () => this.#reach(client, others)
    upstream.once('error', refused)
    upstream.once('connect', () => {
      upstream.off('error', refused)
      this.#pass({ client, upstream })
    })
  }

  #pass(pair: Pair): void {
    const { client, upstream } = pair
    this.#pairs.add(pair)
    const part = () => {
      this.#pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    upstream.on('error', part).once('close', part)
    client.on('error', part).once('close', part)
    client.setNoDelay(true)
    upstream.setNoDelay(true)
    client.pipe(upstream)
    upstream.pipe(client)
  }
}
