import type { Scope } from './scopes.ts'

/** Who may call a route: a key with the scope, or anyone, and then it says why. */
export type Policy = { scope: Scope } | { public: string }

export type RoutePolicy = { method: string; url: string; policy: Policy }

export type ApiPrincipal = { keyId: string; storeId: string; scopes: readonly Scope[] }
