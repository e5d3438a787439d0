import { Migration } from '@mikro-orm/migrations'

/** The first products of a collection are read on every visit, however many it has. */
export class Migration20261122000008 extends Migration {
  static readonly migrationName = '20261122000008-collections-in-order'

  override up(): void {
    this.addSql(
      'create index collection_products_in_order on collection_products (collection_id, position, product_id)',
    )
  }
}
