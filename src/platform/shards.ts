import { hash } from 'node:crypto'

/** Conversations, messages and events fall into this many shards; changing it needs drained queues. */
export const SHARD_COUNT = 4

/** The shards that one runner takes together when a drain has this many lanes. */
export function shardsOfLane(lane: number, lanes: number): number[] {
  return Array.from({ length: SHARD_COUNT }, (_, shard) => shard).filter((shard) => shard % lanes === lane % lanes)
}

/** A stable shard for a key: the same everywhere and for ever, so no process-seeded hash. */
export function shardOf(key: string): number {
  return hash('md5', key, 'buffer').readUInt16BE(0) % SHARD_COUNT
}
