import type { StoreContext } from '#platform/context.ts'
import type { Database, Statement, Tx } from '#platform/db.ts'
import type { SealedSecret, SecretBox, SecretPlace } from '#platform/secret-box.ts'
import { Unavailable } from '#shared/errors.ts'

export const ownerSecretNames = ['whatsapp_access_token', 'stripe_secret_key', 'stripe_webhook_secret'] as const

/** What an owner sets; `action_key` is ours and made with the store. */
export type OwnerSecretName = (typeof ownerSecretNames)[number]
export type SecretName = OwnerSecretName | 'action_key'

/** Seals the secret into the database, in place of the one before. */
export async function saveSecret(
  ctx: StoreContext,
  box: SecretBox,
  secret: { name: SecretName; value: string },
): Promise<void> {
  const { kid, nonce, sealed } = box.seal({ storeId: ctx.storeId, name: secret.name }, secret.value)
  await ctx.tx.run(SAVE, [ctx.storeId, secret.name, kid, nonce, sealed])
}

/** Which secrets the store has, and since when; never what they are. */
export function readSecretNames(ctx: StoreContext): Promise<{ name: SecretName; updatedAt: Date }[]> {
  return ctx.tx.query(READ_NAMES, [ctx.storeId])
}

type SecretRow = SealedSecret & SecretPlace

/** Seals every secret that lies under an older master key anew; says how many. Run after a new key was put in front. */
export async function resealSecrets(tx: Tx, box: SecretBox): Promise<number> {
  const rows = await tx.query<SecretRow>(READ_OLDER, [box.kid])
  for (const row of rows) {
    const { kid, nonce, sealed } = box.seal(row, box.open(row, row))
    await tx.run(RESEAL, [row.storeId, row.name, kid, nonce, sealed])
  }
  return rows.length
}

const KEPT_OPEN_MS = 1_000

/** Opened secrets, kept in memory for a second so that a replaced one is soon out of use everywhere. */
export class StoreSecrets {
  readonly #database: Database
  readonly #box: SecretBox
  readonly #now: () => Date
  readonly #opened = new Map<string, { value: string; until: number }>()

  constructor(database: Database, box: SecretBox, now: () => Date) {
    this.#database = database
    this.#box = box
    this.#now = now
  }

  /** Throws Unavailable('secret-missing') when the store has not set it. */
  async get(storeId: string, name: SecretName): Promise<string> {
    const place = `${storeId} ${name}`
    const known = this.#opened.get(place)
    const now = this.#now().getTime()
    if (known !== undefined && known.until > now) return known.value
    const value = await this.#read({ storeId, name })
    this.#opened.set(place, { value, until: now + KEPT_OPEN_MS })
    return value
  }

  async #read(place: SecretPlace): Promise<string> {
    const [row] = await this.#database.inStores([place.storeId], (tx) =>
      tx.query<SealedSecret>(READ_ONE, [place.storeId, place.name]),
    )
    if (row !== undefined) return this.#box.open(place, row)
    throw new Unavailable(
      'secret-missing',
      `The store has no ${place.name}.`,
      { name: place.name },
      `Set it with PUT /v1/store/secrets/${place.name}.`,
    )
  }
}

const SAVE: Statement = {
  name: 'secrets_save',
  text: `insert into store_secrets (store_id, name, kid, nonce, sealed) values ($1, $2, $3, $4, $5)
    on conflict (store_id, name) do update
      set kid = excluded.kid, nonce = excluded.nonce, sealed = excluded.sealed, updated_at = clock_timestamp()`,
}
const READ_NAMES: Statement = {
  name: 'secrets_names',
  text: `select name, updated_at as "updatedAt" from store_secrets where store_id = $1 order by name`,
}
const READ_ONE: Statement = {
  name: 'secrets_read',
  text: `select kid, nonce, sealed from store_secrets where store_id = $1 and name = $2`,
}
const READ_OLDER: Statement = {
  name: 'secrets_older',
  text: `select store_id as "storeId", name, kid, nonce, sealed from store_secrets where kid <> $1 for update`,
}
const RESEAL: Statement = {
  name: 'secrets_reseal',
  text: `update store_secrets set kid = $3, nonce = $4, sealed = $5 where store_id = $1 and name = $2`,
}
