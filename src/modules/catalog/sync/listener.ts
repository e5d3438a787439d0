import { loadStore } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { StoredEvent } from '#platform/events.ts'
import type { Listener } from '#platform/relay.ts'
import { type Marking, markAllItems, markItems } from './mark-items.ts'
import { unparkChanges } from './park-changes.ts'

/** Notes what Meta's copy of a store lacks after each change of its catalog; the sync sends it. */
export function catalogListeners({ publicUrl }: { publicUrl: string }): Listener[] {
  const listener: Listener = {
    name: 'catalog-sync',
    types: ['catalog.item-changed', 'catalog.availability-changed', 'store.changed', 'store.secret-replaced'],
    async handle(ctx, event) {
      const store = await loadStore(ctx)
      if (store.catalogId === null) return
      await note(ctx, event, { store, catalogId: store.catalogId, publicUrl })
    },
  }
  return [listener]
}

async function note(ctx: StoreContext, event: StoredEvent, marking: Marking): Promise<void> {
  switch (event.type) {
    case 'catalog.item-changed':
      await markItems(ctx.tx, marking, idsIn(event.payload.variantIds))
      break
    case 'catalog.availability-changed':
      await markItems(ctx.tx, marking, [event.subjectId])
      break
    case 'store.secret-replaced':
      if (event.payload.name === 'whatsapp_access_token') await unparkChanges(ctx)
      break
    default:
      // Its name, language, number and catalog are part of every item.
      await markAllItems(ctx.tx, marking)
      await unparkChanges(ctx)
  }
}

function idsIn(listed: unknown): string[] {
  return Array.isArray(listed) ? listed.filter((id) => typeof id === 'string') : []
}
