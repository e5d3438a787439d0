import { effect, signal } from '@preact/signals'
import { direction, language } from '#phone/text/language.ts'
import { fields, text } from './fields.ts'
import { numbers, openChat, personId, selected, shoppers } from './store.ts'
import type { Language } from './types.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const theme = signal<Theme>('system')

const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'ar'
const isTheme = (value: unknown): value is Theme => themes.some((each) => each === value)

/** Language and theme: from the address (`?lang=ar&theme=dark`), else as chosen before, else as the browser has it. */
export function startPreferences(): void {
  const asked = new URLSearchParams(location.search)
  const lang = asked.get('lang') ?? recall('language') ?? navigator.language.slice(0, 2)
  const look = asked.get('theme') ?? recall('theme')
  if (isLanguage(lang)) language.value = lang
  if (isTheme(look)) theme.value = look
  effect(() => {
    const { documentElement: page } = document
    page.lang = language.value
    page.dir = direction.value
    page.dataset.theme = theme.value
  })
}

export function switchLanguage(): void {
  language.value = language.value === 'ar' ? 'en' : 'ar'
  keep('language', language.value)
}

export function switchTheme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'system'
  keep('theme', theme.value)
}

function recall(name: string): string | null {
  try {
    return localStorage.getItem(`dukkan.${name}`)
  } catch {
    return null
  }
}

/** After a reload the same chat is open again, in this tab. */
export function rememberChat(): void {
  effect(() => {
    const place = JSON.stringify({ person: personId.value, chat: selected.value })
    if (personId.value !== null) keepHere(place)
  })
}

/** The person and the chat that were on the screen when the page went; checked against those that exist. */
export function reopenChat(): void {
  const { person, chat } = fields(recallHere())
  const known = (id: unknown) => shoppers.peek().some((shopper) => shopper.id === id)
  if (known(person)) personId.value = text(person)
  const { phoneNumberId, shopperId } = fields(chat)
  const isNumber = numbers.peek().some((number) => number.phoneNumberId === phoneNumberId)
  if (isNumber && known(shopperId)) openChat({ phoneNumberId: text(phoneNumberId), shopperId: text(shopperId) })
}

function recallHere(): unknown {
  try {
    return JSON.parse(sessionStorage.getItem('dukkan.place') ?? '{}')
  } catch {
    return {}
  }
}

function keepHere(place: string): void {
  try {
    sessionStorage.setItem('dukkan.place', place)
  } catch {
    return
  }
}

/** A browser that keeps nothing (private windows, full disks) only forgets. */
function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`dukkan.${name}`, value)
  } catch {
    return
  }
}
