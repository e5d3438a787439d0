/** The drain that sends; its bells are rung with a lane. */
export const SENDER = 'sender'

/** Shards are sent in this many lanes: fewer than there are shards, so that a claim finds a batch worth a transaction. */
export const SENDER_LANES = 1

export function laneOf(shard: number): number {
  return shard % SENDER_LANES
}

/** The shards of a lane, out of `shardCount`. */
export function shardsOf(lane: number, shardCount: number): number[] {
  return Array.from({ length: shardCount }, (_, shard) => shard).filter((shard) => laneOf(shard) === lane)
}
