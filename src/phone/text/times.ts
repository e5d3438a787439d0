import type { Language } from '#phone/state/types.ts'
import { locales } from './language.ts'

const dayMs = 86_400_000

const dayNames: Record<Language, { today: string; yesterday: string }> = {
  en: { today: 'Today', yesterday: 'Yesterday' },
  ar: { today: 'اليوم', yesterday: 'أمس' },
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: Language, options: Intl.DateTimeFormatOptions, atMs: number): string {
  const key = `${language} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locales[language], options)
  formats.set(key, known)
  return known.format(atMs)
}

/** Hours and minutes, as they stand in a bubble. */
export function timeOfDay(at: string, language: Language): string {
  return format(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, Date.parse(at))
}

/** A name of the day that two instants share or do not: year, month and day where the phone is. */
export function dayOf(atMs: number): string {
  const day = new Date(atMs)
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`
}

/** Today, yesterday, the weekday within a week, else the date. */
export function dayLabel(at: string, nowMs: number, language: Language): string {
  const atMs = Date.parse(at)
  if (dayOf(atMs) === dayOf(nowMs)) return dayNames[language].today
  if (dayOf(atMs) === dayOf(nowMs - dayMs)) return dayNames[language].yesterday
  if (nowMs - atMs < 6 * dayMs && atMs < nowMs) return format(language, { weekday: 'long' }, atMs)
  return format(language, { day: 'numeric', month: 'long', year: 'numeric' }, atMs)
}

/** The short form beside a chat: the time today, else the day. */
export function listLabel(at: string, nowMs: number, language: Language): string {
  return dayOf(Date.parse(at)) === dayOf(nowMs) ? timeOfDay(at, language) : dayLabel(at, nowMs, language)
}
