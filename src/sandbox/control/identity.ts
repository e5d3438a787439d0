import { z } from 'zod'
import { newBsuid } from '#sandbox/graph/ids.ts'
import { chatOf, visibleWaId } from '#sandbox/graph/lookup.ts'
import type { Shopper } from '#sandbox/graph/meta-model.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { contactOf, emitField, metadataOf } from '#sandbox/webhooks/meta-events.ts'
import { requireShopper, requireWorldNumber } from './chat.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'
import { receiveSystem, senderIds } from './inbound.ts'
import { newNumber, viewShopper } from './shoppers.ts'

const NewPhone = z.strictObject({
  phone: z
    .string()
    .regex(/^\+?[1-9]\d{5,14}$/)
    .optional(),
})

/** The shopper moves to another phone number; every shop they chat with is told. */
export function changeNumber(state: SandboxState, call: ControlCall): unknown {
  const shopper = requireShopper(state, call.params.id)
  const { phone } = readControl(NewPhone, call.body)
  const waId = phone?.replace(/\D/g, '') ?? newNumber(state, shopper.country)
  if (state.meta.shopperByWaId.has(waId)) throw new ControlError(409, `+${waId} belongs to another shopper`)
  const old = shopper.waId ?? ''
  const body = `${shopper.name} changed from ${old} to ${waId}`
  tellShops(state, shopper, { type: 'user_changed_number', body, wa_id: waId })
  state.meta.shopperByWaId.delete(old)
  state.meta.shopperByWaId.set(waId, shopper)
  shopper.waId = waId
  state.news.publish({ kind: 'shopper', shopper })
  return viewShopper(shopper)
}

/** The shopper gets another business-scoped id; the old one stops working. */
export function changeUserId(state: SandboxState, call: ControlCall): unknown {
  const shopper = requireShopper(state, call.params.id)
  const userId = newBsuid(state, shopper.country)
  tellShops(state, shopper, {
    type: 'user_changed_user_id',
    body: `${shopper.name} changed their user id`,
    user_id: userId,
  })
  state.meta.shopperByBsuid.delete(shopper.bsuid)
  state.meta.shopperByBsuid.set(userId, shopper)
  shopper.bsuid = userId
  state.news.publish({ kind: 'shopper', shopper })
  return viewShopper(shopper)
}

const Preference = z.strictObject({ phoneNumberId: z.string().optional(), value: z.enum(['stop', 'resume']) })

/** The shopper stops or resumes a business's marketing with the switch in the app. */
export function changeMarketing(state: SandboxState, call: ControlCall): unknown {
  const shopper = requireShopper(state, call.params.id)
  const { phoneNumberId, value } = readControl(Preference, call.body)
  const number = requireWorldNumber(state, phoneNumberId)
  chatOf(state, number.phoneNumberId, shopper).marketingStopped = value === 'stop'
  const waId = visibleWaId(shopper)
  const preference = {
    ...(waId === null ? {} : { wa_id: waId }),
    user_id: shopper.bsuid,
    detail:
      value === 'stop' ? 'User requested to stop marketing messages' : 'User requested to resume marketing messages',
    category: 'marketing_messages',
    value,
    timestamp: state.clock.seconds(),
  }
  const told = { messaging_product: 'whatsapp', metadata: metadataOf(number), contacts: [contactOf(shopper)] }
  void emitField(state, number.wabaId, {
    field: 'user_preferences',
    value: { ...told, user_preferences: [preference] },
  })
  return { marketing: value }
}

const Block = z.strictObject({ phoneNumberId: z.string().optional(), blocked: z.boolean() })

/** The shopper blocks a business in the app, or takes that back; nobody tells the business. */
export function changeBlock(state: SandboxState, call: ControlCall): unknown {
  const shopper = requireShopper(state, call.params.id)
  const { phoneNumberId, blocked } = readControl(Block, call.body)
  const number = requireWorldNumber(state, phoneNumberId)
  if (blocked) shopper.blocked.add(number.phoneNumberId)
  else shopper.blocked.delete(number.phoneNumberId)
  state.news.publish({ kind: 'shopper', shopper })
  return viewShopper(shopper)
}

function tellShops(state: SandboxState, shopper: Shopper, system: Record<string, string>): void {
  for (const chat of state.meta.chats.values()) {
    const number = state.world.byPhone.get(chat.phoneNumberId)
    if (chat.shopper !== shopper || number === undefined || chat.messages.length === 0) continue
    receiveSystem(state, { shopper, number, content: { type: 'system', system }, more: senderIds(shopper) })
  }
}
