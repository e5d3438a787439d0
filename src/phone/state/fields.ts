import type { Fields } from './types.ts'

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object this is, or an empty one. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : {}
}

/** The objects of this list, or none. */
export function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** Text or a number as text; everything else is empty. */
export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
