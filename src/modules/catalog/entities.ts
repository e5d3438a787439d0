import { defineEntities } from '#platform/orm-context.ts'
import { CollectionSchema } from './collection.entity.ts'
import { ProductImageSchema, ProductSchema, VariantSchema } from './product.entity.ts'

export const withEntities = defineEntities([ProductSchema, VariantSchema, ProductImageSchema, CollectionSchema])
