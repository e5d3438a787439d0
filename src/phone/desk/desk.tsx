import type { PanelTab } from '#phone/state/sheets.ts'

/** What stands beside the phone: the wire, the courier, the owner, the clock, the misbehaviour. */
export function Desk({ tab }: { tab: Exclude<PanelTab, 'tour'> }) {
  return <section data-tab={tab} />
}
