/** One status of one message, as Meta told it. */
export type StatusFact = {
  wamid: string
  /** From the callback data we sent along; null when Meta did not echo it. */
  messageId: string | null
  attempt: number | null
  status: 'sent' | 'delivered' | 'read' | 'failed'
  at: Date
  pricing: { category: string; type: string } | null
  error: { code: number | null; details: string } | null
}

export type StatusReading = { fact: StatusFact } | { ignored: string }

/** `played` is said of a voice message that was listened to: as good as read. */
const known: ReadonlyMap<unknown, StatusFact['status']> = new Map<unknown, StatusFact['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
])

const opaquePattern = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([0-9]{1,4})$/

/** Reads a stored status; anything else that Meta puts among the statuses is named and let go. */
export function readStatus(body: unknown, receivedAt: Date): StatusReading {
  const status = fieldsOf(fieldsOf(body).status)
  if (status.type !== undefined && status.type !== 'message') return { ignored: 'other-status' }
  const name = known.get(status.status)
  if (name === undefined) return { ignored: 'unknown-status' }
  const wamid = textOf(status.id)
  const opaque = textOf(status.biz_opaque_callback_data)
  const [, messageId = null, attempt = null] = opaquePattern.exec(opaque) ?? []
  if (opaque !== '' && messageId === null) return { ignored: 'foreign' }
  return {
    fact: {
      wamid,
      messageId,
      attempt: attempt === null ? null : Number(attempt),
      status: name,
      at: timeOf(status.timestamp) ?? receivedAt,
      pricing: pricingOf(status.pricing),
      error: name === 'failed' ? errorOf(status.errors) : null,
    },
  }
}

function pricingOf(value: unknown): StatusFact['pricing'] {
  const { category, type } = fieldsOf(value)
  if (typeof category !== 'string' && typeof type !== 'string') return null
  return { category: textOf(category), type: textOf(type) }
}

function errorOf(value: unknown): StatusFact['error'] {
  const [first]: unknown[] = Array.isArray(value) ? value : []
  const { code, title, message, error_data } = fieldsOf(first)
  const details = textOf(fieldsOf(error_data).details) || textOf(message) || textOf(title)
  return { code: typeof code === 'number' && Number.isSafeInteger(code) ? code : null, details: details.slice(0, 500) }
}

/** Seconds since 1970, as text. */
function timeOf(value: unknown): Date | null {
  const seconds = Number(value)
  return Number.isFinite(seconds) && seconds > 0 && seconds < 100_000_000_000 ? new Date(seconds * 1000) : null
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
