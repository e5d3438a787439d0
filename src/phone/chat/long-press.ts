import { useRef } from 'preact/hooks'

const holdMs = 450

/** A long press, or the menu key or second mouse button, opens the menu of what is pressed. */
export function useLongPress(open: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const cancel = () => clearTimeout(timer.current)
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'mouse') return
      cancel()
      timer.current = setTimeout(open, holdMs)
    },
    onPointerUp: cancel,
    onPointerMove: cancel,
    onPointerCancel: cancel,
    onContextMenu: (event: MouseEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('a') !== null) return
      event.preventDefault()
      cancel()
      open()
    },
  }
}
