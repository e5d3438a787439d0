import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const KEY_LENGTH = 32
const NONCE_LENGTH = 12
// Fixed, because Node would also open a box whose tag was cut to four bytes.
const TAG_LENGTH = 16

export type MasterKey = { kid: string; key: Uint8Array }

/** Where a secret belongs; a sealed text moved to another place does not open. */
export type SecretPlace = { storeId: string; name: string }

export type SealedSecret = { kid: string; nonce: Buffer; sealed: Buffer }

/** 32 bytes for one purpose (signing cursors, say) out of a master key, so that there is one secret to keep. */
export function deriveSecret({ key }: MasterKey, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `dukkan ${purpose}`, KEY_LENGTH))
}

/** Seals the secrets of stores for the database: AES-256-GCM, bound to store, name and key id. */
export class SecretBox {
  readonly #keys: ReadonlyMap<string, Uint8Array>
  readonly #sealing: MasterKey
  readonly #randomBytes: (size: number) => Uint8Array

  /** The first key seals and all of them open: put a new one in front to change it. Throws RangeError for no key or odd ones. */
  constructor(keys: readonly MasterKey[], randomBytes: (size: number) => Uint8Array) {
    const [first] = keys
    if (first === undefined) throw new RangeError('A secret box needs a master key.')
    this.#sealing = first
    this.#keys = new Map(keys.map(({ kid, key }) => [kid, key]))
    if (this.#keys.size < keys.length) throw new RangeError('Two master keys share a kid.')
    if (keys.some(({ key }) => key.length !== KEY_LENGTH)) throw new RangeError('A master key has 32 bytes.')
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
