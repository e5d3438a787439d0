import { useLayoutEffect, useRef } from 'preact/hooks'

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), iframe, [tabindex]:not([tabindex="-1"])'

/** Keeps the focus inside while it is shown, closes on Escape, and gives the focus back afterwards. */
export function useFocusTrap<E extends HTMLElement>(onClose: () => void) {
  const box = useRef<E>(null)
  const close = useRef(onClose)
  close.current = onClose
  // Before the browser draws: what lies below turns inert then, and loses the focus that is to come back to it.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const before = document.activeElement
    const first = element.querySelector<HTMLElement>('[data-autofocus]') ?? element
    first.focus()
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Tab') keepInside(element, event)
      if (event.key !== 'Escape') return
      event.stopPropagation()
      close.current()
    }
    element.addEventListener('keydown', listen)
    return () => {
      element.removeEventListener('keydown', listen)
      queueMicrotask(() => giveBack(before))
    }
  }, [])
  return box
}

/** Unless another sheet has taken the focus meanwhile. */
function giveBack(before: Element | null): void {
  const taken = document.activeElement !== document.body && document.activeElement !== null
  if (!taken && before instanceof HTMLElement && before.isConnected) before.focus()
}

function keepInside(element: HTMLElement, event: KeyboardEvent): void {
  const stops = [...element.querySelectorAll<HTMLElement>(focusable)].filter((each) => each.offsetParent !== null)
  const edge = event.shiftKey ? stops[0] : stops.at(-1)
  const other = event.shiftKey ? stops.at(-1) : stops[0]
  const { activeElement: active } = document
  if (active !== edge && active !== element) return
  if (active === element && !event.shiftKey) return
  event.preventDefault()
  other?.focus()
}

/** Arrow keys, Home and End walk over the elements that the selector finds in the box. */
export function walkWithArrows(event: KeyboardEvent, box: HTMLElement, selector: string): void {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
  const stops = [...box.querySelectorAll<HTMLElement>(selector)]
  const { activeElement: active } = document
  const at = active instanceof HTMLElement ? stops.indexOf(active) : -1
  const ends: Record<string, number> = { Home: 0, End: stops.length - 1 }
  const step = steps[event.key]
  const next = step === undefined ? ends[event.key] : Math.min(Math.max(at + step, 0), stops.length - 1)
  if (next === undefined) return
  event.preventDefault()
  stops[next]?.focus()
}
