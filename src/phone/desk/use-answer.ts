import { useEffect, useState } from 'preact/hooks'
import type { Answered } from './ask-shop.ts'

/** What was asked last: null until the first answer, then the newest one while the next is on its way. */
export function useAnswer<T>(ask: () => Promise<Answered<T>>, about: readonly unknown[]): Answered<T> | null {
  const [answer, setAnswer] = useState<Answered<T> | null>(null)
  useEffect(() => {
    let wanted = true
    void ask().then((told) => {
      if (wanted) setAnswer(told)
    })
    return () => {
      wanted = false
    }
  }, about)
  return answer
}

/** Grows a moment after the value last changed: what hangs on a busy value is asked for once it is quiet. */
export function useQuiet(value: unknown, quietMs = 500): number {
  const [round, setRound] = useState(0)
  useEffect(() => {
    const timer = setTimeout(() => setRound((before) => before + 1), quietMs)
    return () => clearTimeout(timer)
  }, [value, quietMs])
  return round
}

/** Grows every few seconds: what the shop does without a word in the chat is asked for again and again. */
export function useEvery(periodMs = 3_000): number {
  const [round, setRound] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setRound((before) => before + 1), periodMs)
    return () => clearInterval(timer)
  }, [periodMs])
  return round
}
