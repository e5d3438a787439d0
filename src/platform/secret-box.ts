import { createCipheriv, createDecipheriv } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const KEY_LENGTH = 32
const NONCE_LENGTH = 12
// Fixed, because Node would also open a box whose tag was cut to four bytes.
const TAG_LENGTH = 16

export type MasterKey = { kid: string; key: Uint8Array }

/** Where a secret belongs; a sealed text moved to another place does not open. */
export type SecretPlace = { storeId: string; name: string }

export type SealedSecret = { kid: string; nonce: Buffer; sealed: Buffer }

/**
 * Reads `kid:base64,kid2:base64`; the first key seals, all of them open, so a key is changed by putting the new one
 * in front. Throws RangeError for a key that is not 32 bytes or a repeated or odd `kid`.
 */
export function parseMasterKeys(text: string): MasterKey[] {
  const keys = text.split(',').map((entry) => {
    const [, kid = '', base64 = ''] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry.trim()) ?? []
    const key = Buffer.from(base64, 'base64')
    if (key.length !== KEY_LENGTH) throw new RangeError('A master key is written kid:base64 and has 32 bytes.')
    return { kid, key }
  })
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) throw new RangeError('Two master keys share a kid.')
  return keys
}

/** Seals the secrets of stores for the database: AES-256-GCM, bound to store, name and key id. */
export class SecretBox {
  readonly #keys: ReadonlyMap<string, Uint8Array>
  readonly #sealing: MasterKey
  readonly #randomBytes: (size: number) => Uint8Array

  constructor(keys: readonly MasterKey[], randomBytes: (size: number) => Uint8Array) {
    const [first] = keys
    if (first === undefined) throw new RangeError('A secret box needs a master key.')
    this.#sealing = first
    this.#keys = new Map(keys.map(({ kid, key }) => [kid, key]))
    this.#randomBytes = randomBytes
  }

  /** The key id new secrets are sealed under. */
  get kid(): string {
    return this.#sealing.kid
  }

  seal(place: SecretPlace, plaintext: string): SealedSecret {
    const { kid, key } = this.#sealing
    const nonce = Buffer.from(this.#randomBytes(NONCE_LENGTH))
    const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH })
    cipher.setAAD(labelOf(place, kid))
    const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return { kid, nonce, sealed }
  }

  /** Throws Error for a key id we no longer have, another place or a changed byte. */
  open(place: SecretPlace, { kid, nonce, sealed }: SealedSecret): string {
    const key = this.#keys.get(kid)
    if (key === undefined) throw new Error(`no master key "${kid}" to open the secret ${place.name} with`)
    if (sealed.length < TAG_LENGTH) throw new Error(`the sealed secret ${place.name} is too short`)
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH })
    decipher.setAAD(labelOf(place, kid))
    decipher.setAuthTag(sealed.subarray(-TAG_LENGTH))
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_LENGTH)), decipher.final()]).toString('utf8')
  }
}

function labelOf({ storeId, name }: SecretPlace, kid: string): Buffer {
  return Buffer.from(`${storeId}|${name}|${kid}`, 'utf8')
}
