import { Migration } from '@mikro-orm/migrations'

/** Each minute Meta is asked about what it has not decided, which is little of a large catalog. */
export class Migration20261122000014 extends Migration {
  static readonly migrationName = '20261122000014-undecided-reviews'

  override up(): void {
    this.addSql(`create index catalog_items_undecided on catalog_items (store_id, checked_at nulls first, variant_id)
      where acked_digest is not null and batch_id is null
        and (checked_at is null or review_status not in ('approved', 'rejected'))`)
  }
}
