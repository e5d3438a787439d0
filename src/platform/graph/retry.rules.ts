import type { GraphError } from './outcome.ts'

/** What a refusal asks for before the same thing is tried again. */
export type Retry =
  /** Trying again would be refused again. */
  | { kind: 'never' }
  /** Graph has had enough for now: of this call, of this number, of this pair of people, or of this account. */
  | { kind: 'later'; of: 'call' | 'number' | 'pair' | 'account'; afterMs: number | null }
  /** Server trouble: perhaps done, perhaps not. */
  | { kind: 'unsure' }
  /** The 24 hours are over: only an approved template may go. */
  | { kind: 'template' }
  /** This template cannot be used now; another language or later perhaps. */
  | { kind: 'other_template'; status: 'MISSING' | 'PAUSED' | 'DISABLED' }
  /** Nothing will go for this store until somebody acts: keep everything, send nothing. */
  | { kind: 'park'; reason: 'token' | 'permission' | 'restricted' | 'billing' | 'number' }
  /** Products or the catalog itself cannot be shown in the chat. */
  | { kind: 'without_catalog' }

/**
 * Codes that need more than "do not repeat".
 * https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
 */
const byCode: ReadonlyMap<number, Retry> = new Map<number, Retry>([
  ...of([0, 104, 190], { kind: 'park', reason: 'token' }),
  ...of([3, 10, 131005], { kind: 'park', reason: 'permission' }),
  ...of([368, 131031], { kind: 'park', reason: 'restricted' }),
  ...of([131042, 131044], { kind: 'park', reason: 'billing' }),
  ...of([33, 131045, 133000, 133006, 133010], { kind: 'park', reason: 'number' }),
  ...of([4, 80007, 80008], { kind: 'later', of: 'number', afterMs: null }),
  ...of([130429], { kind: 'later', of: 'number', afterMs: null }),
  ...of([131057, 2494100], { kind: 'later', of: 'number', afterMs: 60_000 }),
  ...of([131048, 131064], { kind: 'later', of: 'number', afterMs: 900_000 }),
  ...of([131056], { kind: 'later', of: 'pair', afterMs: null }),
  ...of([80009, 80014], { kind: 'later', of: 'account', afterMs: null }),
  ...of([613], { kind: 'later', of: 'call', afterMs: 60_000 }),
  ...of([133015], { kind: 'later', of: 'number', afterMs: 300_000 }),
  ...of([1, 2, 131000, 131016, 133004], { kind: 'unsure' }),
  ...of([131047], { kind: 'template' }),
  ...of([132001], { kind: 'other_template', status: 'MISSING' }),
  ...of([132015], { kind: 'other_template', status: 'PAUSED' }),
  ...of([132016], { kind: 'other_template', status: 'DISABLED' }),
])

function of(codes: readonly number[], retry: Retry): (readonly [number, Retry])[] {
  return codes.map((code) => [code, retry] as const)
}

/** What to do about a refusal; how long Graph itself asked us to wait wins over our own guess. */
export function retryOf(error: GraphError): Retry {
  const retry = ofCode(error)
  if (retry.kind !== 'later') return retry
  return { ...retry, afterMs: error.retryAfterMs ?? retry.afterMs }
}

function ofCode({ code, httpStatus, details }: GraphError): Retry {
  if (code === null) return ofHttpStatus(httpStatus)
  if (code >= 200 && code <= 299) return { kind: 'park', reason: 'permission' }
  if (code === 131009) return catalogTrouble.test(details) ? { kind: 'without_catalog' } : { kind: 'never' }
  return byCode.get(code) ?? { kind: 'never' }
}

// 131009 stands for four different causes and only the details tell them apart; when in doubt it is our bug.
const catalogTrouble = /catalog|product|commerce|\bsku\b/i

function ofHttpStatus(httpStatus: number): Retry {
  if (httpStatus === 401) return { kind: 'park', reason: 'token' }
  if (httpStatus === 429) return { kind: 'later', of: 'number', afterMs: null }
  return { kind: 'never' }
}
