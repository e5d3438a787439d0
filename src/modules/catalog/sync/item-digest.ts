import { createHash } from 'node:crypto'
import type { MetaItem } from './meta-item.rules.ts'

const CATALOG_BYTES = 8
const ITEM_BYTES = 24

/** The first bytes of every digest of this catalog: what was told to another one counts for nothing here. */
export function catalogMark(catalogId: string): Buffer {
  return sha256(catalogId).subarray(0, CATALOG_BYTES)
}

/** Stands for an item as one catalog was told it. */
export function digestOf(catalogId: string, item: MetaItem): Buffer {
  return Buffer.concat([catalogMark(catalogId), sha256(JSON.stringify(item)).subarray(0, ITEM_BYTES)])
}

export function isOfCatalog(digest: Buffer | null, catalogId: string): boolean {
  return digest?.subarray(0, CATALOG_BYTES).equals(catalogMark(catalogId)) ?? false
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
