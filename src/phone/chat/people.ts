import { control } from '#phone/state/session.ts'
import { applyEvents, type ChatChoice, shoppers } from '#phone/state/store.ts'
import type { Shopper } from '#phone/state/types.ts'

/** Blocks or unblocks the shop; the stream tells the same a moment later. */
export async function setBlocked({ phoneNumberId, shopperId }: ChatChoice, blocked: boolean): Promise<void> {
  await control.block(shopperId, { phoneNumberId, blocked })
  const person = shoppers.value.find(({ id }) => id === shopperId)
  if (person === undefined) return
  const others = person.blocked.filter((each) => each !== phoneNumberId)
  takeShopper({ ...person, blocked: blocked ? [...others, phoneNumberId] : others })
}

/** Shows a person as the sandbox answered, without waiting for the stream. */
export function takeShopper(shopper: Shopper): void {
  applyEvents([{ type: 'shopper', data: { shopper } }], Date.now())
}
