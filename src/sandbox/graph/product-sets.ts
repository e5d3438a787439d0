import type { SandboxState } from '#sandbox/state.ts'
import { requireCatalogId } from './access.ts'
import { compileFilter } from './catalog-products.ts'
import { fields } from './checks.ts'
import type { GraphCall } from './graph-call.ts'
import { GraphError } from './graph-error.ts'
import { newNumericId } from './ids.ts'
import { catalogState } from './lookup.ts'
import { objectParameter, page } from './paging.ts'

const longestFilter = 500 * 1024

/** `POST /{catalog}/product_sets`: WhatsApp shows each as a collection; no two may have the same filter. */
export function createSet(state: SandboxState, call: GraphCall): unknown {
  requireCatalogId(state, call)
  const { sets } = catalogState(state, call.id)
  const { name, filter = {} } = fields(call.body)
  if (typeof name !== 'string' || name === '') throw new GraphError(100, 'The parameter name is required')
  const text = typeof filter === 'string' ? filter : JSON.stringify(filter)
  if (text.length > longestFilter) throw new GraphError(100, 'filter: at most 500 KiB')
  const matches = compileFilter(objectParameter(text, 'filter'))
  if ([...sets.values()].some((set) => set.filter === text)) {
    throw new GraphError(10803, 'A product set with the same filter exists already')
  }
  const id = newNumericId(state)
  sets.set(id, { id, name, filter: text, matches })
  return { id }
}

/** `GET /{catalog}/product_sets`. */
export function listSets(state: SandboxState, call: GraphCall): unknown {
  requireCatalogId(state, call)
  const { sets, items } = catalogState(state, call.id)
  const rows = [...sets.values()].map(({ id, name, filter, matches }) => ({
    id,
    name,
    filter,
    product_count: [...items.values()].filter(matches).length,
  }))
  return page(state, call, { rows, path: `/v26.0/${call.id}/product_sets` })
}
