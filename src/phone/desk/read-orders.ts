import { type Answered, askShop } from './ask-shop.ts'
import type { OrderRow } from './shop-api.types.ts'

const PAGE = 20

export type Orders = { data: OrderRow[]; more: boolean }
type Page = { data: OrderRow[]; nextCursor: string | null }

/** The newest orders, so many pages of twenty; `more` says whether there are older ones. */
export async function readOrders(phoneNumberId: string, pages = 1): Promise<Answered<Orders>> {
  const data: OrderRow[] = []
  let cursor: string | null = null
  for (let page = 0; page < pages; page += 1) {
    const search: URLSearchParams = new URLSearchParams({ limit: String(PAGE), ...(cursor !== null && { cursor }) })
    const path = `/v1/orders?${search.toString()}` as const
    const answer: Answered<Page> = await askShop<Page>({ phoneNumberId, method: 'GET', path })
    if (!answer.done) return answer
    data.push(...answer.body.data)
    cursor = answer.body.nextCursor
    if (cursor === null) break
  }
  return { done: true, body: { data, more: cursor !== null } }
}
