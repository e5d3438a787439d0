import { effect, signal } from '@preact/signals'
import { direction, language } from '#phone/text/language.ts'
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

/** A browser that keeps nothing (private windows, full disks) only forgets. */
function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`dukkan.${name}`, value)
  } catch {
    return
  }
}
