import { setTimeout as sleep } from 'node:timers/promises'
import type { Installation } from '#test/faults/stage/installation.ts'
import { control } from '#test/faults/stage/sandbox-control.ts'
import { type Desk, stimulate } from './stimulus.ts'
import { misbehave } from './strikes.ts'
import { weather } from './weather.ts'

const LOOK_MS = 1_000
const PATIENCE_MS = 40_000
const ORDERED_EVERY = 5

/**
 * Lets only Meta and Stripe misbehave, until each has done so in every way it knows: while all else was broken, some of
 * it was never asked for.
 */
export async function weatherTheRest(installation: Installation, desk: Desk): Promise<void> {
  const stop = stimulate(installation, desk)
  const end = performance.now() + PATIENCE_MS
  for (let look = 0; performance.now() < end; look += 1) {
    const { struck } = await control<{ struck: Record<string, number> }>(`${installation.sandboxUrl}/control/state`)
    const absent = weather.filter(({ api, fault }) => (struck[`${api} ${fault}`] ?? 0) === 0)
    if (absent.length === 0) break
    if (look % ORDERED_EVERY === 0) for (const rule of absent) await misbehave(installation, { ...rule, times: 1 })
    await sleep(LOOK_MS)
  }
  await stop()
}
