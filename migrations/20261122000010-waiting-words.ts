import { Migration } from '@mikro-orm/migrations'

/** What shoppers wrote to a person is read by shopper; those rows are few among all that arrive. */
export class Migration20261122000010 extends Migration {
  static readonly migrationName = '20261122000010-waiting-words'

  override up(): void {
    this.addSql(
      `create index inbox_for_a_person on inbox (mailbox_key, id) where outcome = 'handed_over' and kind = 'message'`,
    )
  }
}
