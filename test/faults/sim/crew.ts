import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Played } from './player.ts'

const player = new URL('./player.ts', import.meta.url)

/** Plays these seeds on all processors. */
export async function playAll(seeds: readonly number[]): Promise<Played[]> {
  const threads = Math.min(availableParallelism(), seeds.length)
  const shares = Array.from({ length: threads }, (_, n) => seeds.filter((_seed, place) => place % threads === n))
  return Promise.all(shares.map(playShare))
}

async function playShare(seeds: readonly number[]): Promise<Played> {
  const [played] = await once(new Worker(player, { workerData: seeds }), 'message')
  return played as Played
}
