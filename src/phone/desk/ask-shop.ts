import type { ShopRequest } from '#phone/state/control-shop.ts'
import { fields, text } from '#phone/state/fields.ts'
import { control } from '#phone/state/session.ts'

/** What the shop's API answered, or why it did not do it in a sentence for people. */
export type Answered<T> = { done: true; body: T } | { done: false; why: string }

/** One call of the shop's real API with the number's own key; the caller names the shape of the answer. */
export async function askShop<T>(asked: ShopRequest): Promise<Answered<T>> {
  try {
    const { status, body } = await control.shop(asked)
    if (status >= 200 && status < 300) return { done: true, body: body as T }
    return { done: false, why: problemText(status, body) }
  } catch (error) {
    return { done: false, why: error instanceof Error ? error.message : String(error) }
  }
}

/** A problem of RFC 9457: its detail, else its title, and what would mend it. */
function problemText(status: number, body: unknown): string {
  const { detail, title, fix } = fields(body)
  const said = text(detail) || text(title) || `HTTP ${status}`
  return text(fix) === '' ? said : `${said} ${text(fix)}`
}
