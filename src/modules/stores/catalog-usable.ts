import type { Statement, Tx } from '#platform/db.ts'

/** Notes whether the store's catalog can be shown inside the chat; when it cannot, products go as lists and texts. */
export async function markCatalogUsable(tx: Tx, storeId: string, usable: boolean): Promise<void> {
  await tx.run(MARK, [storeId, usable])
}

const MARK: Statement = {
  name: 'stores_catalog_usable',
  text: `update stores set catalog_usable = $2 where id = $1 and catalog_usable <> $2`,
}
