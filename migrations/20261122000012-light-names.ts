import { Migration } from '@mikro-orm/migrations'

/**
 * Two names for each product of a file: the check of a foreign key for each of them cost as much as the row. They go
 * with the end of their import, and nobody else makes or removes them.
 */
export class Migration20261122000012 extends Migration {
  static readonly migrationName = '20261122000012-light-names'

  override up(): void {
    this.addSql('alter table import_names drop constraint import_names_store_id_import_id_fkey')
  }
}
