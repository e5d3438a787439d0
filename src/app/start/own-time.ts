import type { AppOptions } from '#app/runtime.ts'
import { openWorker } from '#app/worker.ts'
import { Crew } from './crew.ts'
import { type DemoClock, openDemoClock } from './demo-clock.ts'

export type OwnTime = { clock: DemoClock; pause: Pause }

/** Only in a database of its own: nobody else's shall tell another time. */
export async function ownTime(databaseUrl: string): Promise<OwnTime> {
  const pause: Pause = {}
  const during = async (jump: () => Promise<void>) => (pause.crew === undefined ? jump() : pause.crew.whileAway(jump))
  return { clock: await openDemoClock(databaseUrl, { during }), pause }
}

/** Filled in once there are workers to send home. */
type Pause = { crew?: Crew }

/** The worker of the demo, who goes home while its time jumps. */
export async function openCrew(app: AppOptions, pause: Pause = {}): Promise<Crew> {
  const crew = new Crew(() => openWorker(app))
  await crew.start()
  pause.crew = crew
  return crew
}
