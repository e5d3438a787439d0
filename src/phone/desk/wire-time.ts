import type { Language } from '#phone/state/types.ts'

const formats: Record<Language, Intl.DateTimeFormat> = { en: format('en-GB'), ar: format('ar-SA-u-nu-latn-ca-gregory') }

function format(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  })
}

/** To the millisecond: what follows what is the point of the wire. */
export function exactTime(at: string, language: Language): string {
  return formats[language].format(Date.parse(at))
}
