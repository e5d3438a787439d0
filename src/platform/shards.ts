import { createHash } from 'node:crypto'

/** Conversations, messages and events fall into this many shards; changing it needs drained queues. */
export const SHARD_COUNT = 16

/** A stable shard for a key: the same everywhere and for ever, so no process-seeded hash. */
export function shardOf(key: string): number {
  return createHash('md5').update(key).digest().readUInt16BE(0) % SHARD_COUNT
}
