import { inspectToken, type TokenFacts } from '#platform/graph/account.ts'
import { describe } from '#platform/graph/result.ts'
import { Unavailable } from '#shared/errors.ts'
import { type Finding, faultsOr } from './finding.ts'
import { type StoreCase, unanswered, verdictsFor } from './store-case.ts'

const scopes = ['whatsapp_business_messaging', 'whatsapp_business_management']
const catalogScopes = ['catalog_management']
const DAY_MS = 86_400_000
const SOON_MS = 14 * DAY_MS

const newToken =
  'Make a token of a system user in Business settings (never expiring) and set it with PUT /v1/store/secrets/whatsapp_access_token.'

export type TokenHealth = {
  /** Null when nothing can be asked with it. */
  token: string | null
  findings: Finding[]
}

export async function checkToken(shop: Omit<StoreCase, 'token'>): Promise<TokenHealth> {
  const verdict = verdictsFor(shop, 'token')
  const token = await readToken(shop)
  if (token === null) return { token, findings: [verdict.fail('the store has none', newToken)] }
  const inspected = await inspectToken(shop.graph, token)
  if (inspected.kind === 'refused') return { token: null, findings: [verdict.fail(describe(inspected), newToken)] }
  if (inspected.kind !== 'ok') return { token: null, findings: [unanswered(verdict, inspected)] }
  const facts = inspected.value
  if (!facts.is_valid || isExpired(facts, shop.now())) {
    const why = facts.error?.message || (facts.is_valid ? `it expired ${dateOf(facts)}` : 'Meta calls it invalid')
    return { token: null, findings: [verdict.fail(why, newToken)] }
  }
  return { token, findings: judgeToken(shop, facts) }
}

async function readToken({ secrets, store }: Omit<StoreCase, 'token'>): Promise<string | null> {
  try {
    return await secrets.get(store.id, 'whatsapp_access_token')
  } catch (error) {
    if (error instanceof Unavailable) return null
    throw error
  }
}

function judgeToken(shop: Omit<StoreCase, 'token'>, facts: TokenFacts): Finding[] {
  const { pass, warn, fail } = verdictsFor(shop, 'token')
  const { appId } = shop.config.whatsapp
  const wanted = shop.store.catalogId === null ? scopes : [...scopes, ...catalogScopes]
  const missing = wanted.filter((scope) => !facts.scopes.includes(scope))
  const leftMs = facts.expires_at * 1_000 - shop.now().getTime()
  return faultsOr(
    [
      missing.length > 0 &&
        fail(
          `it lacks ${missing.join(' and ')}`,
          `Make a new token of the system user with ${wanted.join(', ')} ticked and set it with PUT /v1/store/secrets/whatsapp_access_token.`,
        ),
      facts.app_id !== undefined &&
        facts.app_id !== appId &&
        fail(
          `it belongs to app ${facts.app_id}, and WHATSAPP_APP_ID is ${appId}`,
          `Make the token in app ${appId}, or set WHATSAPP_APP_ID and WHATSAPP_APP_SECRET to those of app ${facts.app_id}: that app signs the webhooks.`,
        ),
      facts.expires_at !== 0 && leftMs < SOON_MS && warn(`it expires ${dateOf(facts)}`, newToken),
    ],
    pass(facts.expires_at === 0 ? 'valid, does not expire' : `valid until ${dateOf(facts)}`),
  )
}

function isExpired({ expires_at }: TokenFacts, now: Date): boolean {
  return expires_at !== 0 && expires_at * 1_000 <= now.getTime()
}

function dateOf({ expires_at }: TokenFacts): string {
  return new Date(expires_at * 1_000).toISOString().slice(0, 10)
}
