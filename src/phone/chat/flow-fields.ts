import { fields, isFields } from '#phone/state/fields.ts'
import type { Fields } from '#phone/state/types.ts'

/** What shops here ask most: where to bring it. */
const addressFields = ['full_name', 'phone', 'city', 'district', 'street', 'building', 'notes']

/** The names of a form's fields: those the shop filled in beforehand, else an address. */
export function flowFields(parameters: Fields): string[] {
  const { data } = fields(parameters.flow_action_payload)
  const prefilled = isFields(data) ? Object.keys(data).filter((name) => typeof data[name] !== 'object') : []
  return prefilled.length > 0 ? prefilled : addressFields
}
