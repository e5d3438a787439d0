import type { Listener } from '#platform/relay.ts'
import type { Chore } from '#platform/work.ts'
import { orderListeners } from './listeners/order-listeners.ts'
import { shipmentListener } from './listeners/shipment-listener.ts'
import { doubtChore } from './sender/doubts.ts'
import { Sender, type SenderOptions } from './sender/sender.ts'
import { type TemplateChoreDeps, templateChore } from './templates/template-chore.ts'

/** What the shop says of its own accord when something happened to an order or a parcel. */
export const messagingListeners: readonly Listener[] = [...orderListeners, shipmentListener]

/** The sending of what is queued; the workshop closes it, so that calls under way are written down. */
export function senderDrain(options: SenderOptions): Sender {
  return new Sender(options)
}

export function messagingChores(deps: TemplateChoreDeps): Chore[] {
  return [doubtChore, templateChore(deps)]
}
