import { defineEntity, p } from '@mikro-orm/core'
import { ownStore } from '#platform/own-store.ts'
import type { LocalizedText } from '#shared/language.ts'

export const CollectionSchema = defineEntity({
  name: 'Collection',
  tableName: 'collections',
  filters: { ownStore },
  properties: {
    id: p.uuid().primary(),
    storeId: p.uuid(),
    handle: p.text(),
    title: p.json<LocalizedText>(),
    position: p.integer(),
    hidden: p.boolean(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
})
export class Collection extends CollectionSchema.class {}
CollectionSchema.setClass(Collection)
