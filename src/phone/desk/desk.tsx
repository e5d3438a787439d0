import '#phone/style/desk.css'
import '#phone/style/desk-wire.css'
import '#phone/style/desk-misbehave.css'
import type { JSX } from 'preact'
import type { PanelTab } from '#phone/state/sheets.ts'
import { ClockTab } from './clock-tab.tsx'
import { CourierTab } from './courier-tab.tsx'
import { MisbehaveTab } from './misbehave-tab.tsx'
import { OwnerTab } from './owner-tab.tsx'
import { WireTab } from './wire-tab.tsx'

type DeskTab = Exclude<PanelTab, 'tour'>

const tabs: Record<DeskTab, () => JSX.Element> = {
  wire: WireTab,
  courier: CourierTab,
  owner: OwnerTab,
  clock: ClockTab,
  misbehave: MisbehaveTab,
}

/** What stands beside the phone: the wire, the courier, the owner, the clock, the misbehaviour. */
export function Desk({ tab }: { tab: DeskTab }) {
  const Tab = tabs[tab]
  return (
    <section class="desk" data-tab={tab}>
      <Tab />
    </section>
  )
}
