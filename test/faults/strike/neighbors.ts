import type { SeenMessage } from '#app/demo/phone.ts'
import { type Verdict, verdict } from '#test/faults/check/verdict.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import { control } from '#test/faults/stage/sandbox-control.ts'
import type { WorldStore } from '#test/faults/stage/world.ts'
import { letTimePass } from './time.ts'

const SHOPPERS = 5
const TURNS = 4
const PATIENCE_MS = 20_000
const LIMIT_MS = 2_000
/** Or this many times what it took before, where the machine is slow in itself. */
const LIMIT_TIMES = 3

/** While Meta does not answer for one store's number, the shoppers of another are answered as ever. */
export async function slowNeighbor(installation: Installation): Promise<Verdict> {
  const [slow, good] = installation.world.stores.filter(({ poisoned }) => !poisoned)
  if (slow === undefined || good === undefined) throw new Error('it takes two stores that sell')
  const before = await answerTimes(installation, good)
  const rule = { api: 'messages', fault: 'silence', address: slow.phoneNumberId }
  const { id } = await control<{ id: string }>(`${installation.sandboxUrl}/control/misbehave`, rule)
  const during = await answerTimes(installation, good)
  await control(`${installation.sandboxUrl}/control/misbehave/${id}`, undefined, 'DELETE')
  await letTimePass(installation.database)
  const limit = Math.max(LIMIT_MS, LIMIT_TIMES * before)
  const found = `p95 went from ${Math.round(before)} ms to ${Math.round(during)} ms`
  return verdict('faults', 'a store whose Meta is silent slows no other store', during <= limit ? [] : [found])
}

/** The time to an answer, in milliseconds, that one of twenty exceeds. */
async function answerTimes(installation: Installation, store: WorldStore): Promise<number> {
  const each = await Promise.all(Array.from({ length: SHOPPERS }, () => chat(installation, store)))
  const times = each.flat().toSorted((one, other) => one - other)
  return times[Math.floor(times.length * 0.95) - 1] ?? Number.POSITIVE_INFINITY
}

async function chat({ sandboxUrl }: Installation, { phoneNumberId }: WorldStore): Promise<number[]> {
  const people = `${sandboxUrl}/control/shoppers`
  const { id } = await control<{ id: string }>(people, { name: 'Neighbor', country: 'SA' })
  const times: number[] = []
  let after = 0
  for (let turn = 0; turn < TURNS; turn += 1) {
    const began = performance.now()
    await control(`${people}/${id}/say`, { phoneNumberId, text: 'menu' })
    let answer: SeenMessage | undefined
    while (answer === undefined && performance.now() - began < PATIENCE_MS) {
      const query = new URLSearchParams({ phoneNumberId, after: String(after), waitMs: '1000' })
      const { messages } = await control<{ messages: SeenMessage[] }>(`${people}/${id}/chat?${query}`)
      after = messages.at(-1)?.n ?? after
      answer = messages.find(({ direction }) => direction === 'out')
    }
    times.push(performance.now() - began)
  }
  return times
}
