/** A refusal in Meta's error envelope; thrown by the fake Graph endpoints and turned into JSON in one place. */
export class GraphError extends Error {
  readonly code: number
  readonly details: string
  readonly status: number
  readonly subcode: number | undefined
  readonly title: string

  constructor(code: number, details: string, more: { status?: number; subcode?: number } = {}) {
    const title = titles[code] ?? 'Something went wrong'
    super(`(#${code}) ${title}`)
    this.name = 'GraphError'
    this.code = code
    this.details = details
    this.status = more.status ?? statuses[code] ?? 400
    this.subcode = more.subcode
    this.title = title
  }
}

const titles: Record<number, string> = {
  0: 'AuthException',
  1: 'API Unknown',
  2: 'API Service',
  4: 'Application request limit reached',
  10: 'Permission denied',
  33: 'Parameter value is not valid',
  100: 'Invalid parameter',
  190: 'Error validating access token',
  200: 'Permissions error',
  368: 'Temporarily blocked for policies violations',
  613: 'Calls to this api have exceeded the rate limit',
  2635: 'You are calling a deprecated version of the API',
  10803: 'Duplicate product set',
  80007: 'Rate limit issues',
  80009: 'There have been too many calls to this catalog',
  80014: 'There have been too many batch calls to this catalog',
  130403: 'Message was not sent because the business blocked this user',
  130429: 'Rate limit hit',
  130472: "User's number is part of an experiment",
  130497: 'Business account is restricted from messaging users in this country',
  131000: 'Something went wrong',
  131005: 'Access denied',
  131008: 'Required parameter is missing',
  131009: 'Parameter value is not valid',
  131016: 'Service unavailable',
  131021: 'Recipient cannot be sender',
  131026: 'Message undeliverable',
  131031: 'Business account has been locked',
  131042: 'Business eligibility payment issue',
  131047: 'Re-engagement message',
  131048: 'Spam rate limit hit',
  131049: 'This message was not delivered to maintain healthy ecosystem engagement',
  131050: 'User has stopped marketing messages from this business',
  131051: 'Message type unknown',
  131052: 'Media download error',
  131053: 'Media upload error',
  131056: '(Business Account, Consumer Account) pair rate limit hit',
  131057: 'Account in maintenance mode',
  132000: 'Number of parameters does not match the expected number of params',
  132001: 'Template name does not exist in the translation',
  132005: 'Translated text too long',
  132007: 'Template format character policy violated',
  132012: 'Parameter format does not match format in the created template',
  132015: 'Template is paused',
  132016: 'Template is disabled',
  132018: 'There was an issue with the parameters in your template',
  133004: 'Server temporarily unavailable',
  133010: 'Phone number not registered',
  135000: 'Generic user error',
}

const statuses: Record<number, number> = {
  0: 401,
  1: 400,
  2: 503,
  10: 403,
  190: 401,
  131000: 500,
  131005: 403,
  131016: 503,
  131057: 503,
  132001: 404,
  133004: 503,
}

const transient = new Set([1, 2, 4, 131000, 131016, 131057, 133004])

/** The JSON Meta would answer with; messaging errors carry `error_data`, missing objects a subcode. */
export function errorEnvelope(error: GraphError, traceId: string): unknown {
  const { code, details, subcode } = error
  return {
    error: {
      message: code === 190 ? 'Error validating access token' : error.message,
      type: code === 190 || code >= 100 ? 'OAuthException' : 'GraphMethodException',
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      error_data: { messaging_product: 'whatsapp', details },
      is_transient: transient.has(code),
      fbtrace_id: traceId,
    },
  }
}

/** The shape of the same refusal inside a webhook (`statuses[].errors[]`). */
export function webhookError(code: number, details: string) {
  const title = titles[code] ?? 'Something went wrong'
  return {
    code,
    title,
    message: title,
    error_data: { details },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  }
}

/** Meta answers 400 with code 100, subcode 33 for any object the token cannot see, existing or not. */
export function unknownObject(id: string): GraphError {
  return new GraphError(
    100,
    `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    { subcode: 33 },
  )
}
