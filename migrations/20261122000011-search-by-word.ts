import { Migration } from '@mikro-orm/migrations'

/**
 * Finds products by how their words begin, for stores too large to be read through. Each key carries its store, so the
 * words of one store are neighbors in the index and another's are never looked at; a word with the Arabic article or a
 * clitic before it is found without it too. Conditions on words may not reach an index through row-level security, so the
 * function looks as the owner of the tables, who may now read products, and answers only for the stores of the
 * transaction. The list of what waits to enter the index is read by every search, so it is kept short.
 */
export class Migration20261122000011 extends Migration {
  static readonly migrationName = '20261122000011-search-by-word'

  override up(): void {
    this.addSql(`
create function dukkan_search_keys(store uuid, words text) returns tsvector language sql immutable parallel safe
  as $$
    select coalesce(array_to_tsvector(array_agg(distinct right(store::text, 12) || left(key, 32))), '')
    from regexp_split_to_table(words, '[ -/:-@[-\`{-~]+') word
    cross join lateral (
      values (word), (substring(word from '^(?:[وفبك]?ال|لل)(..+)$'))
    ) as keys (key)
    where key <> ''
  $$;

create index products_by_word on products using gin (dukkan_search_keys(store_id, search_text))
  with (fastupdate = on, gin_pending_list_limit = 256) where status = 'active' and not hidden;

create policy owner_searches on products for select to current_user using (true);

create function dukkan_find_products(store uuid, words text[], most integer) returns setof uuid
  language plpgsql stable rows 50 security definer
  as $$
    declare wanted tsquery;
    begin
      if store <> all (coalesce(dukkan_stores(), '{}')) then return; end if;
      select string_agg('''' || right(store::text, 12) || left(replace(replace(word, '\\', '\\\\'), '''', ''''''), 32) || ''':*', ' & ')::tsquery
        into wanted from unnest(words) word where octet_length(word) >= 3;
      if wanted is null then return; end if;
      -- The key holds the store; said so that no index serves it, it cannot turn this into reading the whole store.
      return query select p.id from products p
        where dukkan_search_keys(p.store_id, p.search_text) @@ wanted and p.status = 'active' and not p.hidden
          and p.store_id is not distinct from store
        limit most;
    end
  $$;
do $$ begin
  execute format('alter function dukkan_find_products set search_path = %I, pg_temp', current_schema());
end $$;
`)
  }
}
