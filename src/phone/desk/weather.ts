import { signal } from '@preact/signals'
import { control } from '#phone/state/session.ts'
import { faults, numbers } from '#phone/state/store.ts'
import type { ShopNumber } from '#phone/state/types.ts'
import { askShop } from './ask-shop.ts'
import { type Switch, waitingOf } from './switches.ts'

/** When a switch that lasts a while turns itself off, in milliseconds of this machine's clock. */
export const endsAt = signal<Record<string, number>>({})

const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** Orders the faults of a switch; one that lasts a while is taken back when its time is over. */
export async function turnOn(each: Switch): Promise<void> {
  for (const order of each.orders) await control.misbehave(order)
  const { id, lastsMs } = each
  if (lastsMs === undefined) return
  endsAt.value = { ...endsAt.value, [id]: Date.now() + lastsMs }
  clearTimeout(timers.get(id))
  timers.set(
    id,
    setTimeout(() => void turnOff(each), lastsMs),
  )
}

/** Takes the faults of a switch back; one that was used up meanwhile is gone already. */
export async function turnOff(each: Switch): Promise<void> {
  forgetEnd(each.id)
  const waiting = waitingOf(each, faults.value.waiting)
  await Promise.allSettled(waiting.map(({ id }) => control.behave(id)))
}

function forgetEnd(id: string): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
  const { [id]: _, ...rest } = endsAt.value
  endsAt.value = rest
}

/** What Meta was made to think of an item or a template, so that it can be taken back. */
export type Verdict = { key: string; title: string; undo: () => Promise<unknown> }

export const verdicts = signal<readonly Verdict[]>([])

export function remember(verdict: Verdict): void {
  verdicts.value = [...verdicts.value.filter(({ key }) => key !== verdict.key), verdict]
}

export function forget(key: string): void {
  verdicts.value = verdicts.value.filter((verdict) => verdict.key !== key)
}

/** Ends every fault, approves what was rejected, and lets shops send again; answers how many had stopped. */
export async function allWell(): Promise<number> {
  for (const id of Object.keys(endsAt.value)) forgetEnd(id)
  await control.behave()
  await Promise.allSettled(verdicts.value.map(({ undo }) => undo()))
  verdicts.value = []
  return (await Promise.all(numbers.value.map(resumeSending))).filter(Boolean).length
}

/** A shop whose token Meta refused sends nothing until its owner says go on. True when that was so. */
async function resumeSending({ phoneNumberId }: ShopNumber): Promise<boolean> {
  const store = await askShop<{ sendingParkedAt: string | null }>({ phoneNumberId, method: 'GET', path: '/v1/store' })
  if (!store.done || store.body.sendingParkedAt === null) return false
  const answer = await askShop({ phoneNumberId, method: 'POST', path: '/v1/store/resume-sending' })
  return answer.done
}
