import { defineEntity, p } from '@mikro-orm/core'
import { ownStore } from '#platform/own-store.ts'
import type { LocalizedText } from '#shared/language.ts'
import type { ProductOption } from './product.rules.ts'

export const ProductSchema = defineEntity({
  name: 'Product',
  tableName: 'products',
  filters: { ownStore },
  properties: {
    id: p.uuid().primary(),
    storeId: p.uuid(),
    handle: p.text(),
    title: p.json<LocalizedText>(),
    description: p.json<LocalizedText>(),
    brand: p.text().strictNullable(),
    status: p.enum(['draft', 'active', 'archived'] as const),
    hidden: p.boolean(),
    options: p.json<ProductOption[]>(),
    searchText: p.text(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
    variants: () => p.oneToMany(Variant).mappedBy('product').orderBy({ position: 'asc', id: 'asc' }),
    images: () => p.oneToMany(ProductImage).mappedBy('product').orderBy({ position: 'asc', id: 'asc' }),
  },
})
export class Product extends ProductSchema.class {}
ProductSchema.setClass(Product)

export const VariantSchema = defineEntity({
  name: 'Variant',
  tableName: 'variants',
  filters: { ownStore },
  properties: {
    id: p.uuid().primary(),
    storeId: p.uuid(),
    product: () => p.manyToOne(Product),
    sku: p.text(),
    /** Meta's name of the item: fixed for ever, also by a trigger. */
    retailerId: p.text(),
    title: p.json<LocalizedText>(),
    optionValues: p.json<number[]>(),
    /** Minor units of the store's currency, as is `compareAt`. */
    price: p.bigint('number'),
    compareAt: p.bigint('number').strictNullable(),
    position: p.integer(),
    archivedAt: p.datetime().strictNullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
})
export class Variant extends VariantSchema.class {}
VariantSchema.setClass(Variant)

export const ProductImageSchema = defineEntity({
  name: 'ProductImage',
  tableName: 'product_images',
  filters: { ownStore },
  properties: {
    id: p.uuid().primary(),
    storeId: p.uuid(),
    product: () => p.manyToOne(Product),
    mediaId: p.uuid(),
    position: p.integer(),
    alt: p.json<LocalizedText>(),
  },
})
export class ProductImage extends ProductImageSchema.class {}
ProductImageSchema.setClass(ProductImage)
