import { z } from 'zod'
import { visibleWaId } from '#sandbox/graph/lookup.ts'
import type { Shopper } from '#sandbox/graph/meta-model.ts'
import { addShopper } from '#sandbox/people.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'

/** Mobile numbers by country: prefix and how many digits follow it. */
const mobiles: Record<string, [prefix: string, digits: number]> = {
  EG: ['2010', 8],
  SA: ['96650', 7],
  AE: ['97150', 7],
  KW: ['9655', 7],
  JO: ['96279', 7],
  BR: ['55119', 8],
  IN: ['9198', 8],
  GB: ['4477', 8],
  US: ['1415', 7],
}

const NewShopper = z.strictObject({
  name: z.string().min(1),
  phone: z
    .string()
    .regex(/^\+?[1-9]\d{5,14}$/)
    .nullish(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('EG'),
  hidePhone: z.boolean().default(false),
  username: z.string().optional(),
  readReceipts: z.boolean().default(true),
  language: z.enum(['ar', 'en']).nullable().default(null),
})

/** A new person with WhatsApp. `phone: null` makes one who can be reached by business-scoped id only. */
export function createShopper(state: SandboxState, call: ControlCall): unknown {
  const { phone, ...person } = readControl(NewShopper, call.body)
  const waId = phone === undefined ? newNumber(state, person.country) : (phone?.replace(/\D/g, '') ?? null)
  if (waId !== null && state.meta.shopperByWaId.has(waId))
    throw new ControlError(409, `+${waId} belongs to another shopper`)
  const shopper = addShopper(state, { ...person, phone: waId })
  state.news.publish({ kind: 'shopper', shopper })
  return viewShopper(shopper)
}

export function newNumber(state: SandboxState, country: string): string {
  const [prefix, digits] = mobiles[country] ?? ['2010', 8]
  const number = `${prefix}${state.random.digits(digits)}`
  return state.meta.shopperByWaId.has(number) ? newNumber(state, country) : number
}

export function viewShopper(shopper: Shopper) {
  const { id, name, bsuid, username, country, language, blocked } = shopper
  const waId = visibleWaId(shopper)
  return { id, name, waId, bsuid, username: username ?? null, country, language, blocked: [...blocked] }
}

export function listShoppers(state: SandboxState): unknown {
  return { shoppers: [...state.meta.shoppers.values()].map(viewShopper) }
}
