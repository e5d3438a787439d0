import { Migration } from '@mikro-orm/migrations'

/**
 * Messages and inbox rows change several times each, and every change of a column that an index looks at is a new entry
 * in all of them. `open` changes once where `state` changes five times, so most changes stay on their page; times of
 * arrival ascend with the rows, so ranges of pages say enough about them.
 */
export class Migration20261122000007 extends Migration {
  static readonly migrationName = '20261122000007-lighter-writes'

  override up(): void {
    this.addSql(`
alter table messages add column open boolean not null
  generated always as (state in ('queued', 'sending', 'in_doubt')) stored;
drop index messages_queued, messages_open_by_shopper, messages_unsettled;
create index messages_open on messages (shopper_id, seq) where open;
alter table messages set (fillfactor = 60, toast_tuple_target = 256);

drop index inbox_by_mailbox, inbox_received_at, envelopes_received_at;
create index inbox_received_at on inbox using brin (received_at) with (autosummarize = on);
create index envelopes_received_at on envelopes using brin (received_at) with (autosummarize = on);
`)
  }
}
