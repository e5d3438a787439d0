export type Nested = { [key: string]: string | Nested | (string | Nested)[] }

/** Reads `a[b][0][c]=d` bodies and queries the way Stripe's clients write them. */
export function parseForm(text: string): Nested {
  const root: Nested = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const [head = '', ...rest] = name.split('[').map((part) => part.replace(/\]$/, ''))
    place(root, [head, ...rest], value)
  }
  return withArrays(root) as Nested
}

function place(root: Nested, path: string[], value: string): void {
  let at = root
  for (const [depth, part] of path.entries()) {
    const key = part === '' ? String(Object.keys(at).length) : part
    if (depth === path.length - 1) {
      define(at, key, value)
      return
    }
    at = child(at, key)
  }
}

function child(at: Nested, key: string): Nested {
  const present = Object.hasOwn(at, key) ? at[key] : undefined
  if (typeof present === 'object' && !Array.isArray(present)) return present
  const made: Nested = {}
  define(at, key, made)
  return made
}

/** Plain definition, so that a key named `__proto__` is only a key. */
function define(at: Nested, key: string, value: string | Nested): void {
  Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true })
}

/** Members numbered 0, 1, 2 … become arrays. */
function withArrays(value: string | Nested): string | Nested | (string | Nested)[] {
  if (typeof value === 'string') return value
  const entries = Object.entries(value).map(([key, member]) => [key, withArrays(member as string | Nested)] as const)
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index))
  if (isList) return entries.map(([, member]) => member as string | Nested)
  const object: Nested = {}
  for (const [key, member] of entries) define(object, key, member as string | Nested)
  return object
}
