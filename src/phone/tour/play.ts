import type { Pacer } from './pacer.ts'
import type { Around } from './person.ts'
import { openStage } from './stage.ts'
import type { Scene } from './tour.types.ts'
import { SceneTrouble } from './trouble.ts'

export type Playing = Omit<Around, 'currency' | 'onChat' | 'onPoint'> &
  Partial<Pick<Around, 'onChat' | 'onPoint'>> & {
    pacer: Pacer
    /** Told of each step before it runs. */
    onStep?: (step: number) => void
  }

/** How long a caption is read before anything moves. */
const CAPTION_MS = 2_600
const nothing = () => {}

/**
 * Plays a scene from its first step to its last and leaves the shop as it was: faults taken back, price and stock put
 * back, also when it is stopped midway. Rejects with a `SceneTrouble` when the shop did not do as told, and with the
 * signal's reason when it was stopped.
 */
export async function playScene(scene: Scene, playing: Playing): Promise<void> {
  const { pacer, onStep = nothing, onChat = nothing, onPoint = nothing } = playing
  const { stage, clearUp } = await openStage({ ...playing, onChat, onPoint })
  // What was before the first step is no sight.
  pacer.run()
  const played = await settled(
    scene.play(stage, async (step) => {
      playing.signal.throwIfAborted()
      pacer.walk()
      onStep(step)
      await pacer.pause(CAPTION_MS)
    }),
  )
  onPoint(null)
  const [failed] = await clearUp()
  if (!played.done) throw played.error
  if (failed !== undefined) throw new SceneTrouble('The scene could not put everything back.', { cause: failed })
}

type Settled = { done: true } | { done: false; error: unknown }

function settled(work: Promise<void>): Promise<Settled> {
  return work.then(
    () => ({ done: true }),
    (error: unknown) => ({ done: false, error }),
  )
}
