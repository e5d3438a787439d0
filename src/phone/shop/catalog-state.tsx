import type { ComponentChildren } from 'preact'
import { numbers } from '#phone/state/store.ts'
import { catalogOf, refreshCatalog } from './shop-state.ts'
import { shopWords } from './words.ts'

/** What stands in place of the products while there are none to show. */
export function WhileNoCatalog({ phoneNumberId, children }: { phoneNumberId: string; children: ComponentChildren }) {
  const { state, catalog, why } = catalogOf(phoneNumberId)
  const words = shopWords()
  if (catalog.items.length > 0) return <>{children}</>
  if (state === 'loading') return <Notice text={words.loading} />
  const hidden = numbers.value.find((number) => number.phoneNumberId === phoneNumberId)?.catalogVisible === false
  const nothing = hidden ? words.hidden : words.empty
  return (
    <Notice text={state === 'failed' ? words.failed(why) : nothing}>
      <button type="button" class="plain-button" onClick={() => void refreshCatalog(phoneNumberId)}>
        {words.again}
      </button>
    </Notice>
  )
}

export function Notice({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="shop-notice" role="status">
      <p>{text}</p>
      {children}
    </div>
  )
}
