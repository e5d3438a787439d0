import { type Control, openControl } from '#phone/state/control.ts'
import type { Language } from '#phone/state/types.ts'
import { openPacer } from '#phone/tour/pacer.ts'
import { playScene } from '#phone/tour/play.ts'
import type { Scene } from '#phone/tour/tour.types.ts'
import type { Shop } from '#test/support/shop.ts'

/** PostgreSQL's clock stands still here, so what waits by it is told that its time has come. */
export function controlOf(shop: Shop): Control {
  const control = openControl({ baseUrl: shop.sandbox.url, fetch })
  const moveClock = async (ms: number) => {
    shop.advance(ms)
    await shop.query(`update messages set doubt_until = clock_timestamp() where state = 'in_doubt'`)
    await shop.hurry('messages-in-doubt')
    await shop.hurry('payments.expire-orders')
    return { now: shop.now().toISOString(), offsetMs: 0, shared: true }
  }
  return { ...control, moveClock }
}

export type Played = {
  /** Names of the people who took part, in the order they came. */
  people: string[]
  steps: number[]
}

type Performance = { language: Language; signal?: AbortSignal; control?: Control; onStep?: (step: number) => void }

/** Plays a scene against this shop as fast as it goes. */
export async function perform(shop: Shop, scene: Scene, performance: Performance): Promise<Played> {
  const { language, signal = new AbortController().signal, control = controlOf(shop), onStep } = performance
  const chats = new Set<string>()
  const steps: number[] = []
  await playScene(scene, {
    control,
    language,
    phoneNumberId: shop.store.phoneNumberId,
    signal,
    pacer: openPacer(0, signal),
    onChat: (shopperId) => chats.add(shopperId),
    onStep: (step) => {
      steps.push(step)
      onStep?.(step)
    },
  })
  const { shoppers } = await control.shoppers()
  const names = new Map(shoppers.map(({ id, name }) => [id, name]))
  return { people: [...chats].map((id) => names.get(id) ?? 'nobody'), steps }
}
