import { type Check, sqlCheck } from './check.ts'

/** Which column of which table names a row of which other table; both have a store. */
export const references: readonly (readonly [table: string, column: string, parent: string])[] = [
  ['addresses', 'shopper_id', 'shoppers'],
  ['carts', 'shopper_id', 'shoppers'],
  ['catalog_items', 'batch_id', 'catalog_batches'],
  ['catalog_items', 'variant_id', 'variants'],
  ['collection_products', 'collection_id', 'collections'],
  ['collection_products', 'product_id', 'products'],
  ['conversations', 'shopper_id', 'shoppers'],
  ['holds', 'location_id', 'locations'],
  ['holds', 'order_id', 'orders'],
  ['holds', 'variant_id', 'variants'],
  ['import_chunks', 'import_id', 'imports'],
  ['import_errors', 'import_id', 'imports'],
  ['import_names', 'import_id', 'imports'],
  ['messages', 'shopper_id', 'shoppers'],
  ['order_history', 'order_id', 'orders'],
  ['order_lines', 'order_id', 'orders'],
  ['order_lines', 'product_id', 'products'],
  ['order_lines', 'variant_id', 'variants'],
  ['orders', 'cart_id', 'carts'],
  ['orders', 'shopper_id', 'shoppers'],
  ['pair_buckets', 'shopper_id', 'shoppers'],
  ['payment_attempts', 'order_id', 'orders'],
  ['payment_ledger', 'attempt_id', 'payment_attempts'],
  ['payment_ledger', 'order_id', 'orders'],
  ['product_images', 'media_id', 'media_files'],
  ['product_images', 'product_id', 'products'],
  ['refunds', 'attempt_id', 'payment_attempts'],
  ['refunds', 'order_id', 'orders'],
  ['shipment_lines', 'order_line_id', 'order_lines'],
  ['shipment_lines', 'shipment_id', 'shipments'],
  ['shipment_notices', 'shipment_id', 'shipments'],
  ['shipments', 'order_id', 'orders'],
  ['shopper_aliases', 'shopper_id', 'shoppers'],
  ['shoppers', 'merged_into', 'shoppers'],
  ['stock', 'location_id', 'locations'],
  ['stock', 'variant_id', 'variants'],
  ['stock_movements', 'location_id', 'locations'],
  ['stock_movements', 'order_id', 'orders'],
  ['stock_movements', 'variant_id', 'variants'],
  ['tracking_events', 'shipment_id', 'shipments'],
  ['variants', 'product_id', 'products'],
]

const STOP = 'Stop the workers and report this at once: one store’s row names another store’s.'

/** I17: no row of one store names anything of another, and nobody is told of somebody else's order. */
export const wallChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I17',
    says: 'no row of a store names a row of another',
    fix: STOP,
    sql: [
      ...references.map(
        ([table, column, parent]) =>
          `select c.store_id, '${table}.${column} ' || c.${column}, jsonb_build_object('belongsTo', p.store_id)
          from ${table} c join ${parent} p on p.id = c.${column} where p.store_id <> c.store_id`,
      ),
      `select i.store_id, 'inbox ' || i.id, jsonb_build_object('belongsTo', m.store_id)
        from inbox i join mailboxes m on m.key = i.mailbox_key where m.store_id <> i.store_id`,
    ].join('\nunion all '),
  }),
  sqlCheck({
    invariant: 'I17',
    says: 'what is said about an order is said to its shopper',
    fix: STOP,
    sql: `select m.store_id, 'message ' || m.id, jsonb_build_object('orderId', o.id, 'purpose', m.purpose)
      from messages m join orders o on m.cause_kind = 'order' and o.id::text = m.cause_id
      where (o.store_id, o.shopper_id) is distinct from (m.store_id, m.shopper_id)
        and not exists (select 1 from shoppers s where s.merged_into is not null and s.id in (o.shopper_id, m.shopper_id))
      union all
      select m.store_id, 'message ' || m.id, jsonb_build_object('orderId', o.id, 'purpose', m.purpose)
      from messages m join shipments p on m.cause_kind = 'shipment' and p.id::text = m.cause_id
      join orders o on o.id = p.order_id
      where (o.store_id, o.shopper_id) is distinct from (m.store_id, m.shopper_id)
        and not exists (select 1 from shoppers s where s.merged_into is not null and s.id in (o.shopper_id, m.shopper_id))`,
  }),
]
