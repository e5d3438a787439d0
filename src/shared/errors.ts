/** Why a request was turned down; the HTTP edge and the chat each map a kind once. */
export type RefusalKind =
  | 'not-found'
  | 'refused'
  | 'conflict'
  | 'forbidden'
  | 'unavailable'
  | 'invalid'
  | 'unauthorized'
  | 'too-large'
  | 'too-many'

export type RefusalDetails = Record<string, unknown>

export type RefusalTerms = {
  kind: RefusalKind
  /** Kebab-case and stable: it ends the problem's `type` and picks the shopper's sentence. */
  code: string
  message: string
  details?: RefusalDetails | undefined
  /** What a store owner can do about it, when there is something to do. */
  fix?: string | undefined
  cause?: unknown
}

type RefusalArguments = [code: string, message: string, details?: RefusalDetails, fix?: string]

const kebab = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

/** A foreseen "no" whose code, message and details may be shown; any other error is a bug and stays mute. */
export class Refusal extends Error {
  readonly kind: RefusalKind
  readonly code: string
  readonly details: RefusalDetails
  declare readonly fix?: string

  constructor({ kind, code, message, details, fix, cause }: RefusalTerms) {
    super(message, cause === undefined ? undefined : { cause })
    if (!kebab.test(code)) throw new TypeError(`A refusal code is kebab-case, not "${code}".`)
    this.name = new.target.name
    this.kind = kind
    this.code = code
    this.details = details ?? {}
    if (fix !== undefined) this.fix = fix
  }
}

/** Nothing of that kind has this id here; the same answer whether it never existed or belongs to another store. */
export class NotFound extends Refusal {
  constructor(what: string, id?: string) {
    super({
      kind: 'not-found',
      code: `${what}-not-found`,
      message: `There is no such ${what.replaceAll('-', ' ')}.`,
      details: id === undefined ? {} : { id },
    })
  }
}

/** A rule of the shop says no: a used-up coupon, an item out of stock. */
export class Refused extends Refusal {
  constructor(...[code, message, details, fix]: RefusalArguments) {
    super({ kind: 'refused', code, message, details, fix })
  }
}

/** The thing has moved on since the caller looked, or someone else holds it. */
export class Conflict extends Refusal {
  constructor(...[code, message, details, fix]: RefusalArguments) {
    super({ kind: 'conflict', code, message, details, fix })
  }
}

/** The caller is known and may not do this. */
export class Forbidden extends Refusal {
  constructor(...[code, message, details, fix]: RefusalArguments) {
    super({ kind: 'forbidden', code, message, details, fix })
  }
}

/** Something we depend on does not answer now; trying later may help. */
export class Unavailable extends Refusal {
  constructor(...[code, message, details, fix]: RefusalArguments) {
    super({ kind: 'unavailable', code, message, details, fix })
  }
}

/** The request cannot be understood as it stands. */
export class Invalid extends Refusal {
  constructor(...[code, message, details, fix]: RefusalArguments) {
    super({ kind: 'invalid', code, message, details, fix })
  }
}
