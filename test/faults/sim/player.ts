// One thread of the simulation: plays the seeds it is given and says which of them ended badly.
import { parentPort, workerData } from 'node:worker_threads'
import { play } from './scenario.ts'

export type Played = { failing: number[]; steps: number; slowest: { seed: number; ms: number } }

const played: Played = { failing: [], steps: 0, slowest: { seed: 0, ms: 0 } }
for (const seed of workerData as readonly number[]) {
  const began = performance.now()
  const { broken, steps } = play(seed)
  const ms = performance.now() - began
  if (broken.length > 0) played.failing.push(seed)
  played.steps += steps
  if (ms > played.slowest.ms) played.slowest = { seed, ms }
}
parentPort?.postMessage(played)
