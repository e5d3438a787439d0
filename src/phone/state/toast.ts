import { signal } from '@preact/signals'

/** A short line over the phone, read aloud by screen readers; gone after a few seconds. */
export const toast = signal<{ text: string; n: number } | null>(null)

const shownMs = 4_000
let count = 0

export function showToast(text: string): void {
  count += 1
  const n = count
  toast.value = { text, n }
  setTimeout(() => {
    if (toast.peek()?.n === n) toast.value = null
  }, shownMs)
}
