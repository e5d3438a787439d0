/** What an API key may be allowed; `read` never changes anything. */
export const scopes = [
  'store:read',
  'store:write',
  'catalog:read',
  'catalog:write',
  'orders:read',
  'orders:write',
  'fulfillment:write',
  'shoppers:read',
  'messages:read',
  'messages:write',
  'keys:write',
] as const

export type Scope = (typeof scopes)[number]

export function isScope(text: string): text is Scope {
  return scopes.some((scope) => scope === text)
}
