import { useRef } from 'preact/hooks'

const holdMs = 450
const slackPx = 10
const afterReleaseMs = 100

type Press = { timer: ReturnType<typeof setTimeout> | undefined; x: number; y: number; opened: boolean }

/** A long press, the menu key or the second mouse button opens the menu of what is pressed, each once. */
export function useLongPress(open: () => void) {
  const press = useRef<Press>({ timer: undefined, x: 0, y: 0, opened: false })
  const cancel = () => clearTimeout(press.current.timer)
  return {
    onPointerDown: ({ pointerType, clientX, clientY }: PointerEvent) => {
      cancel()
      press.current = { timer: undefined, x: clientX, y: clientY, opened: false }
      if (pointerType === 'mouse') return
      press.current.timer = setTimeout(() => {
        press.current.opened = true
        swallowNextClick()
        open()
      }, holdMs)
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (Math.hypot(clientX - press.current.x, clientY - press.current.y) > slackPx) cancel()
    },
    // Touch screens send this for a long press too, some time after ours.
    onContextMenu: (event: MouseEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('a') !== null) return
      event.preventDefault()
      cancel()
      if (!press.current.opened) open()
      press.current.opened = false
    },
  }
}

/** The finger that held goes up over the menu that came: that is no tap on it. */
function swallowNextClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  document.addEventListener('click', swallow, { capture: true, once: true })
  const stop = () => setTimeout(() => document.removeEventListener('click', swallow, { capture: true }), afterReleaseMs)
  document.addEventListener('pointerup', stop, { once: true })
  document.addEventListener('pointercancel', stop, { once: true })
}
