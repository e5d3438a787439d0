/** Reads others' JSON without trusting any of its shape. */
export function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

export function textAt(value: unknown, key: string): string | null {
  const text = fieldOf(value, key)
  return typeof text === 'string' && text.trim() !== '' ? text : null
}

export function listAt(value: unknown, key: string): unknown[] {
  const list = fieldOf(value, key)
  return Array.isArray(list) ? list : []
}

/** A finite number, also when it was sent as text. */
export function numberAt(value: unknown, key: string): number | null {
  const found = fieldOf(value, key)
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
