const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export type ClockStepId = '10m' | '1h' | '24h' | '7d'

/** Steps forward in milliseconds; time never goes back. */
export const clockSteps: readonly { id: ClockStepId; advanceMs: number }[] = [
  { id: '10m', advanceMs: 10 * minute },
  { id: '1h', advanceMs: hour },
  { id: '24h', advanceMs: day },
  { id: '7d', advanceMs: 7 * day },
]

export type Hold = { orderNumber: number; endsAt: string }

const aMomentMs = 1_000

/** How far the clock must go for the next hold to run out, in milliseconds; null when nothing is held. */
export function untilNextHoldEnds(holds: readonly Hold[], nowMs: number): { hold: Hold; advanceMs: number } | null {
  const ahead = holds
    .map((hold) => ({ hold, advanceMs: Date.parse(hold.endsAt) - nowMs + aMomentMs }))
    .filter(({ advanceMs }) => advanceMs > aMomentMs)
    .toSorted((a, b) => a.advanceMs - b.advanceMs)
  return ahead[0] ?? null
}

/** The parts of a span of time that a person reads: the two largest, and seconds only under an hour. */
export function spanParts(ms: number): { unit: 'day' | 'hour' | 'minute' | 'second'; value: number }[] {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  const parts = [
    { unit: 'day' as const, value: Math.floor(seconds / 86_400) },
    { unit: 'hour' as const, value: Math.floor(seconds / 3_600) % 24 },
    { unit: 'minute' as const, value: Math.floor(seconds / 60) % 60 },
    { unit: 'second' as const, value: seconds % 60 },
  ]
  const first = parts.findIndex(({ value }) => value > 0)
  return first === -1 ? parts.slice(3) : parts.slice(first, first + 2).filter(({ value }, at) => at === 0 || value > 0)
}

/** The span in words of the reader's language: "1 hr, 5 min", "ساعة و5 دقائق". */
export function spanText(ms: number, language: 'en' | 'ar'): string {
  const parts = spanParts(ms).map(({ unit, value }) =>
    new Intl.NumberFormat(localeOf(language), { style: 'unit', unit, unitDisplay: 'long' }).format(value),
  )
  return new Intl.ListFormat(localeOf(language), { type: 'unit', style: language === 'ar' ? 'long' : 'short' }).format(
    parts,
  )
}

/** Arabic with the digits the shops of the demo write. */
function localeOf(language: 'en' | 'ar'): string {
  return language === 'ar' ? 'ar-u-nu-latn' : 'en'
}

/** `4:59`, for a countdown that must not change its width. */
export function countdownText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3_600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}
