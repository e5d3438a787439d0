import type { Point } from './tour.types.ts'

const MARK = 'data-pointed'
/** A message that has only just come may not be drawn yet. */
const SECOND_LOOK_MS = 200

/** Marks the button that is about to be tapped and brings it into view; null takes the mark away. */
export function pointAt(point: Point | null): void {
  for (const marked of document.querySelectorAll(`[${MARK}]`)) marked.removeAttribute(MARK)
  if (point === null || mark(point)) return
  setTimeout(() => mark(point), SECOND_LOOK_MS)
}

function mark({ wamid, title }: Point): boolean {
  const message = document.querySelector(`[data-wamid="${CSS.escape(wamid)}"]`)
  const buttons = [...(message?.querySelectorAll('button, a') ?? [])].filter((each) => !each.matches('.bubble-menu'))
  // A row stands in a sheet of its own: then it is the button that opens the sheet.
  const target = buttons.find(({ textContent }) => textContent?.includes(title)) ?? buttons.at(-1)
  target?.setAttribute(MARK, '')
  target?.scrollIntoView({ block: 'nearest' })
  return target !== undefined
}
