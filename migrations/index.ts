import { Migration20261122000001 } from './20261122000001-platform.ts'
import { Migration20261122000002 } from './20261122000002-stores-and-catalog.ts'
import { Migration20261122000003 } from './20261122000003-shoppers-and-orders.ts'
import { Migration20261122000004 } from './20261122000004-payments-and-fulfillment.ts'
import { Migration20261122000005 } from './20261122000005-messaging.ts'
import { Migration20261122000006 } from './20261122000006-store-wall.ts'
import { Migration20261122000007 } from './20261122000007-lighter-writes.ts'
import { Migration20261122000008 } from './20261122000008-collections-in-order.ts'
import { Migration20261122000009 } from './20261122000009-imports.ts'
import { Migration20261122000010 } from './20261122000010-waiting-words.ts'
import { Migration20261122000011 } from './20261122000011-search-by-word.ts'
import { Migration20261122000012 } from './20261122000012-light-names.ts'
import { Migration20261122000013 } from './20261122000013-aliases-by-shopper.ts'
import { Migration20261122000014 } from './20261122000014-undecided-reviews.ts'

/** Append-only and in order: a landed migration is never edited, a change is a new one. */
export const migrations = [
  Migration20261122000001,
  Migration20261122000002,
  Migration20261122000003,
  Migration20261122000004,
  Migration20261122000005,
  Migration20261122000006,
  Migration20261122000007,
  Migration20261122000008,
  Migration20261122000009,
  Migration20261122000010,
  Migration20261122000011,
  Migration20261122000012,
  Migration20261122000013,
  Migration20261122000014,
].map((migration) => ({ name: migration.migrationName, class: migration }))
