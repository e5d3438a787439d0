import type { GraphError } from '#platform/graph/outcome.ts'
import type { Retry } from '#platform/graph/retry.rules.ts'
import type { StoreTrouble } from './aftermath.ts'

type Park = Extract<Retry, { kind: 'park' }>['reason']

const parkFix: Record<Park, string> = {
  token: 'Make a new system user token at Meta and set it with PUT /v1/store/secrets/whatsapp_access_token.',
  permission:
    'Give the system user full control of the WhatsApp account at Meta, then call POST /v1/store/resume-sending.',
  restricted:
    'See the account’s status in WhatsApp Manager, clear it with Meta, then call POST /v1/store/resume-sending.',
  billing: 'Add a payment method to the WhatsApp account at Meta, then call POST /v1/store/resume-sending.',
  number: 'Register the phone number on the Cloud API again, then call POST /v1/store/resume-sending.',
}

/** What the owner has to hear about a refusal; null when there is nothing for them to do. */
export function troubleOf(error: GraphError, retry: Retry): StoreTrouble | null {
  const details = { code: error.code, details: error.details, traceId: error.traceId }
  if (retry.kind === 'park') return { code: `sending-parked-${retry.reason}`, details, fix: parkFix[retry.reason] }
  if (retry.kind === 'without_catalog') {
    return {
      code: 'catalog-refused',
      details,
      fix: 'Check in Commerce Manager that the catalog is connected to this number and visible, and its items approved.',
    }
  }
  return ofCode(error.code, details)
}

function ofCode(code: number | null, details: Record<string, unknown>): StoreTrouble | null {
  if (code === 131048 || code === 131064) {
    const fix =
      'Meta slowed this number after complaints; see its quality in WhatsApp Manager. Sending goes on by itself.'
    return { code: 'number-restricted', details, fix }
  }
  if (code !== null && code >= 132000 && code <= 132018) {
    const fix =
      'See the template in WhatsApp Manager: one that was changed there is put right, and must be approved again.'
    return { code: 'template-refused', subject: String(code), details, fix }
  }
  return null
}

export function templateMissing(notice: string): StoreTrouble {
  return {
    code: 'template-missing',
    subject: notice,
    details: { notice },
    fix: 'Notices outside the 24-hour window wait until Meta approves their template; see WhatsApp Manager.',
  }
}
