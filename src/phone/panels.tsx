import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '#phone/chat/icons.tsx'
import { Desk } from '#phone/desk/desk.tsx'
import { type PanelTab, panelOpen, panelTab, panelTabs } from '#phone/state/sheets.ts'
import { direction } from '#phone/text/language.ts'
import { words } from '#phone/text/words.ts'
import { Tour } from '#phone/tour/tour.tsx'

/** Tour and tools: beside the phone where there is room, else a sheet that comes up from below. */
export function Panels() {
  const tab = panelTab.value
  const box = useComeUp()
  return (
    <>
      {panelOpen.value ? (
        <button type="button" class="panels-shade" tabIndex={-1} aria-hidden="true" onClick={close} />
      ) : null}
      <aside
        ref={box}
        class={panelOpen.value ? 'panels panels-open' : 'panels'}
        aria-label={words().panels}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close()
        }}
      >
        <div class="panels-head">
          <Tabs tab={tab} />
          <button type="button" class="icon-button panels-close" aria-label={words().close} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <div key={tab} class="panel" role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
          {tab === 'tour' ? <Tour /> : <Desk tab={tab} />}
        </div>
      </aside>
    </>
  )
}

function close(): void {
  panelOpen.value = false
}

/** On a narrow screen the panel takes the focus as it comes up and gives it back as it goes. */
function useComeUp() {
  const box = useRef<HTMLElement>(null)
  const open = panelOpen.value
  useEffect(() => {
    if (!open) return undefined
    const before = document.activeElement
    box.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [open])
  return box
}

function Tabs({ tab }: { tab: PanelTab }) {
  const row = useRef<HTMLDivElement>(null)
  const walk = (event: KeyboardEvent) => {
    const next = nextTab(tab, event.key)
    if (next === undefined) return
    event.preventDefault()
    panelTab.value = next
    row.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={words().panels} ref={row} onKeyDown={walk}>
      {panelTabs.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`tab-${each}`}
          aria-selected={each === tab}
          aria-controls="panel"
          tabIndex={each === tab ? 0 : -1}
          onClick={() => {
            panelTab.value = each
          }}
        >
          {words().tabs[each]}
        </button>
      ))}
    </div>
  )
}

function nextTab(tab: PanelTab, key: string): PanelTab | undefined {
  const forward = direction.value === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  const backward = direction.value === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
  const steps: Record<string, number> = { [forward]: 1, [backward]: -1 }
  const step = steps[key]
  if (step === undefined) return undefined
  return panelTabs[(panelTabs.indexOf(tab) + step + panelTabs.length) % panelTabs.length]
}
