import type { Logger } from 'pino'
import type { Environment } from './context.ts'
import type { Database } from './db.ts'

/** What background work is given: the doors to PostgreSQL, time and chance, and a log. */
export type WorkTools = {
  readonly database: Database
  readonly environment: Environment
  readonly log: Logger
}

/**
 * A queue kept in PostgreSQL and emptied shard by shard. A doorbell (`tx.ring`) only says "look now";
 * `waiting` is the sweep that finds what no bell told of, so a lost bell costs time and nothing else.
 */
export type Drain = {
  readonly name: string
  /**
   * How many runners of one process share the shards; one for each shard unless told. Fewer runners find larger
   * batches, and a row costs less the more of them share a transaction.
   */
  readonly lanes?: number
  /**
   * Runs of one shard begin at least so many milliseconds apart: what came meanwhile goes together. The first bell after
   * a quiet while is answered at once. For work that nobody waits for.
   */
  readonly gatherMs?: number
  /** Shards with rows that could be worked on now. */
  waiting(tools: WorkTools): Promise<number[]>
  /**
   * Takes one batch of this shard, or of its lane; true when it took something, so that there may be more, and
   * 'elsewhere' when another process is at it, who may have looked before the last bell.
   */
  run(shard: number, tools: WorkTools): Promise<boolean | 'elsewhere'>
  /** Lets what its runs have set going come to an end; called when no run goes on any more. */
  close?(): Promise<void>
}

/** Work of its own clock. It acts once per period however many workers there are, and may be repeated after a crash. */
export type Chore = {
  readonly name: string
  readonly everyMs: number
  run(tools: WorkTools): Promise<void>
}
