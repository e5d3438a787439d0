import { useEffect, useState } from 'preact/hooks'
import { skewMs } from '#phone/state/store.ts'

/** The sandbox's time in milliseconds, drawn again each second, for countdowns. */
export function useSeconds(): number {
  const [, draw] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => draw((count) => count + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  return Date.now() + skewMs.value
}
