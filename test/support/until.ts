import { setTimeout } from 'node:timers/promises'

/** Waits until it is so; throws with the words when it never is. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, ms = 15_000): Promise<void> {
  const end = performance.now() + ms
  while (performance.now() < end) {
    if (await condition()) return
    await setTimeout(15)
  }
  throw new Error(`it never came to be that ${what}`)
}
