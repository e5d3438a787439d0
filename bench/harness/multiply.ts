import type { Stage } from './stage.ts'

/** How much a store has grown; what it had before stays. */
export type Size = { products: number; shoppers: number; messages: number; orders: number }

/**
 * Grows one store by SQL: products that are on the shelf and at Meta, shoppers with a conversation each, what was said
 * to those shoppers, and orders they placed. Triggers that add up an order's lines are left out, since the lines add up by making.
 */
export async function multiply(
  stage: Stage,
  { database, storeId, size }: { database: string; storeId: string; size: Size },
): Promise<void> {
  const run = (sql: string) => stage.asAdmin(database, `set session_replication_role = replica; ${sql}`)
  if (size.products > 0) await run(PRODUCTS(storeId, size.products))
  if (size.shoppers > 0) await run(SHOPPERS(storeId, size.shoppers))
  if (size.orders > 0) await run(ORDERS(storeId, size))
  if (size.messages > 0) await run(MESSAGES(storeId, size))
  await stage.asAdmin(database, 'vacuum analyze')
}

/** A UUID that sorts by `n`, as version 7 ids do by time, below every id that is made from now on. */
const idOf = (kind: string, n: string) => `('01800000-${kind}-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
const shardOf = (id: string) => `('x' || substr(md5(${id}::text), 1, 4))::bit(16)::int % 4`

const PRODUCTS = (storeId: string, count: number) => `
  with model as (
    select p.*, v.id as model_variant from products p join variants v on v.product_id = p.id
    where p.store_id = '${storeId}' and p.status = 'active' and not p.hidden order by p.id limit 1
  ), made as (
    insert into products (id, store_id, handle, title, description, brand, status, options, search_text)
    select ${idOf('a001', 'n')}, '${storeId}', 'made-' || n, jsonb_build_object('en', 'Made product ' || n, 'ar', 'منتج ' || n),
      m.description, m.brand, 'active', m.options, 'made product ' || n || ' منتج ' || n
    from model m, generate_series(1, ${count}) n
  ), varied as (
    insert into variants (id, store_id, product_id, sku, retailer_id, title, option_values, price, position)
    select ${idOf('a002', 'n')}, '${storeId}', ${idOf('a001', 'n')}, 'MADE-' || n, 'MADE-' || n, v.title, v.option_values,
      1000 + n % 9000, 0
    from model m join variants v on v.id = m.model_variant, generate_series(1, ${count}) n
  ), stocked as (
    insert into stock (store_id, variant_id, location_id, on_hand)
    select '${storeId}', ${idOf('a002', 'n')}, l.id, 100
    from locations l, generate_series(1, ${count}) n where l.store_id = '${storeId}' and l.is_default
  ), moved as (
    insert into stock_movements (store_id, variant_id, location_id, kind, on_hand_change, actor)
    select '${storeId}', ${idOf('a002', 'n')}, l.id, 'set', 100, 'operator:bench'
    from locations l, generate_series(1, ${count}) n where l.store_id = '${storeId}' and l.is_default
  ), pictured as (
    insert into product_images (id, store_id, product_id, media_id, position)
    select ${idOf('a003', 'n')}, '${storeId}', ${idOf('a001', 'n')}, i.media_id, 0
    from model m join product_images i on i.product_id = m.id and i.position = 0, generate_series(1, ${count}) n
  ), listed as (
    insert into catalog_items (variant_id, store_id, desired_digest, sent_digest, acked_digest, review_status, checked_at)
    select ${idOf('a002', 'n')}, '${storeId}', c.desired_digest, c.sent_digest, c.acked_digest, 'approved',
      clock_timestamp()
    from model m join catalog_items c on c.variant_id = m.model_variant, generate_series(1, ${count}) n
  )
  insert into collection_products (collection_id, product_id, store_id, position)
  select c.id, ${idOf('a001', 'n')}, '${storeId}', 1000 + n
  from generate_series(1, ${count}) n
  join (select id, row_number() over (order by position, id) - 1 as place, count(*) over () as of_all
    from collections where store_id = '${storeId}') c on c.place = n % c.of_all`

const SHOPPERS = (storeId: string, count: number) => `
  with made as (
    insert into shoppers (id, store_id, name)
    select ${idOf('b001', 'n')}, '${storeId}', 'Regular ' || n from generate_series(1, ${count}) n
  ), aliased as (
    insert into shopper_aliases (store_id, kind, value, shopper_id)
    select '${storeId}', k.kind, case k.kind when 'wa_id' then '9669' || lpad(n::text, 8, '0') else 'SA.8' || lpad(n::text, 15, '0') end,
      ${idOf('b001', 'n')}
    from generate_series(1, ${count}) n, (values ('wa_id'), ('bsuid')) k (kind)
  )
  insert into conversations (id, store_id, shopper_id, language, last_inbound_at)
  select ${idOf('b002', 'n')}, '${storeId}', ${idOf('b001', 'n')}, 'en', clock_timestamp() - interval '3 days'
  from generate_series(1, ${count}) n`

/** Every made shopper in turn. */
const shopperOf = (n: string, { shoppers }: Size) => idOf('b001', `1 + ${n} % ${shoppers}`)

const ORDERS = (storeId: string, size: Size) => `
  with model as (
    select v.id, v.product_id, v.sku, p.title from variants v join products p on p.id = v.product_id
    where v.store_id = '${storeId}' order by v.id limit 1
  ), carted as (
    insert into carts (id, store_id, shopper_id, status, lines)
    select ${idOf('c001', 'n')}, '${storeId}', ${shopperOf('n', size)}, 'ordered', '[]'
    from generate_series(1, ${size.orders}) n
  ), placed as (
    insert into orders (id, store_id, shopper_id, cart_id, number, status, payment_method, payment_status, currency, subtotal,
      total, quote_digest, language, address, token, placed_at)
    select ${idOf('c002', 'n')}, '${storeId}', ${shopperOf('n', size)}, ${idOf('c001', 'n')}, 1000000 + n, 'placed', 'cash_on_delivery',
      'due_on_delivery', 'SAR', 7000, 7000, 'made', 'en', '{"text": "Al Olaya, King Fahd Road, building 12, Riyadh"}',
      'made-' || lpad(n::text, 24, '0'), clock_timestamp()
    from generate_series(1, ${size.orders}) n
  )
  insert into order_lines (id, store_id, order_id, variant_id, product_id, position, sku, title, unit_price, quantity, total)
  select gen_random_uuid(), '${storeId}', ${idOf('c002', 'n')}, m.id, m.product_id, at, m.sku, m.title, 3500, 1, 3500
  from model m, generate_series(1, ${size.orders}) n, generate_series(0, 1) at`

const MESSAGES = (storeId: string, size: Size) => `
  insert into messages (id, store_id, shopper_id, shard, cause_kind, cause_id, purpose, language, content, sent_as, state,
    attempts, wamid, queued_at, sent_at, delivered_at, read_at)
  select ${idOf('d001', 'n')}, '${storeId}', p.id, ${shardOf('p.id')}, 'made', n::text, 'menu', 'en',
    '{"kind": "text", "text": "What would you like today? Write the name of a thing, or choose from the list."}', 'free_form',
    'read', 1, 'wamid.made' || lpad(n::text, 30, '0'), clock_timestamp() - interval '3 days', clock_timestamp() - interval '3 days',
    clock_timestamp() - interval '3 days', clock_timestamp() - interval '3 days'
  from generate_series(1, ${size.messages}) n cross join lateral (select ${shopperOf('n', size)} as id) p`
