export type EmbeddedPostgresFault =
  | 'platform-unsupported'
  | 'binaries-missing'
  | 'binaries-broken'
  | 'no-server-user'
  | 'folder-unusable'
  | 'data-not-ours'
  | 'data-broken'
  | 'data-version'
  | 'data-in-use'
  | 'disk-full'
  | 'port-taken'
  | 'start-failed'
  | 'start-timeout'
  | 'stop-timeout'

/** Why the bundled PostgreSQL cannot serve; `fix` is one sentence an owner can act on. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresFault
  readonly fix: string

  constructor(message: string, { code, fix, cause }: { code: EmbeddedPostgresFault; fix: string; cause?: unknown }) {
    super(message, { cause })
    this.name = 'EmbeddedPostgresError'
    this.code = code
    this.fix = fix
  }
}

/** The way out that always works. */
export const useYourOwn = 'Install PostgreSQL 15 or newer yourself and set DATABASE_URL.'
