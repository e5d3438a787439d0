import { Migration } from '@mikro-orm/migrations'

/**
 * What a shopper is known by is asked for by shopper, store and kind. With the shopper alone indexed, the primary key
 * (store, kind, value) looked as good while the table was small, and then all of a store's numbers were read for each.
 */
export class Migration20261122000013 extends Migration {
  static readonly migrationName = '20261122000013-aliases-by-shopper'

  override up(): void {
    this.addSql(`
drop index shopper_aliases_by_shopper;
create index shopper_aliases_by_shopper on shopper_aliases (shopper_id, store_id, kind);
`)
  }
}
