import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ChatMessage } from '#phone/state/types.ts'

const nearPx = 80

type Shown = { messages: ChatMessage[]; dots: boolean }

/** Keeps the newest message in sight unless the reader has scrolled up; counts what was missed meanwhile. */
export function useStickyEnd(box: RefObject<HTMLElement | null>, { messages, dots }: Shown) {
  const [away, setAway] = useState(false)
  const sticks = useRef(true)
  const leftAt = useRef(0)
  const newest = messages.at(-1)
  const toEnd = () => {
    const element = box.current
    if (element !== null) element.scrollTop = element.scrollHeight
  }
  useEffect(() => watch(box.current, { sticks, toEnd, setAway }), [])
  useLayoutEffect(() => {
    if (sticks.current) toEnd()
  }, [newest, dots])
  useLayoutEffect(() => {
    if (newest?.direction === 'in') toEnd()
  }, [newest?.wamid])
  if (!away) leftAt.current = newest?.n ?? 0
  const missed = messages.filter(({ n, direction }) => direction === 'out' && n > leftAt.current).length
  return { away, missed, toEnd }
}

type Watched = { sticks: { current: boolean }; toEnd: () => void; setAway: (away: boolean) => void }

/** Pictures that arrive late push the end down; the list follows. Only a reader who scrolls up is left where they are. */
function watch(element: HTMLElement | null, { sticks, toEnd, setAway }: Watched): (() => void) | undefined {
  if (element === null) return undefined
  let top = element.scrollTop
  const onScroll = () => {
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx
    if (near || element.scrollTop < top) sticks.current = near
    top = element.scrollTop
    setAway(!sticks.current)
  }
  const onLoad = () => {
    if (sticks.current) toEnd()
  }
  const resized = new ResizeObserver(onLoad)
  resized.observe(element)
  element.addEventListener('scroll', onScroll, { passive: true })
  element.addEventListener('load', onLoad, true)
  return () => {
    resized.disconnect()
    element.removeEventListener('scroll', onScroll)
    element.removeEventListener('load', onLoad, true)
  }
}
