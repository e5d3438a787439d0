type Terms = { status?: number; type?: string; code?: string; param?: string; more?: Record<string, unknown> }

/** A refusal in Stripe's error envelope. */
export class StripeError extends Error {
  readonly status: number
  readonly body: Record<string, unknown>

  constructor(message: string, { status = 400, type = 'invalid_request_error', code, param, more }: Terms = {}) {
    super(message)
    this.name = 'StripeError'
    this.status = status
    this.body = {
      error: {
        ...(code === undefined
          ? {}
          : { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` }),
        message,
        ...(param === undefined ? {} : { param }),
        ...more,
        type,
      },
    }
  }
}

export const missingParam = (param: string) =>
  new StripeError(`Missing required param: ${param}.`, { code: 'parameter_missing', param })

export const noSuch = (what: string, id: string, param = 'id') =>
  new StripeError(`No such ${what}: '${id}'`, { status: 404, code: 'resource_missing', param })
