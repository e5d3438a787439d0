import type { Language } from '#shared/language.ts'
import { type Currency, chargeGrid, currencies, exponentOf } from '#shared/money.ts'

export type StoreFacts = {
  currency: Currency
  country: string
  timeZone: string
  languages: readonly Language[]
  defaultLanguage: Language
  phoneNumberId: string
  wabaId: string
  catalogId: string | null
  deliveryFee: number
}

export type StoreFault = { field: keyof StoreFacts; message: string; fix: string }

/** What is wrong with the settings of a store; empty when it can open. */
export function judgeStore(store: StoreFacts): StoreFault[] {
  return [
    !currencies.includes(store.currency) && fault('currency', 'No such currency.', 'Use an ISO 4217 code such as SAR.'),
    !/^[A-Z]{2}$/.test(store.country) && fault('country', 'No such country.', 'Use two capital letters such as SA.'),
    !isTimeZone(store.timeZone) && fault('timeZone', 'No such time zone.', 'Use an IANA name such as Asia/Riyadh.'),
    !store.languages.includes(store.defaultLanguage) &&
      fault(
        'defaultLanguage',
        'The store does not speak its default language.',
        'Add it to languages or choose another.',
      ),
    ...metaIds(store),
    currencies.includes(store.currency) && judgeOnGrid('deliveryFee', store.deliveryFee, store.currency),
  ].filter((verdict) => verdict !== false && verdict !== null)
}

function metaIds(store: StoreFacts): (StoreFault | false)[] {
  const fix = 'Copy the number that Meta shows; digits only.'
  return (['phoneNumberId', 'wabaId', 'catalogId'] as const).map((field) => {
    const id = store[field]
    return id !== null && !isMetaId(id) && fault(field, 'Not an id of Meta.', fix)
  })
}

/** Meta's ids are decimal and longer than a double holds, so they stay text. */
function isMetaId(text: string): boolean {
  return /^[1-9][0-9]{4,24}$/.test(text)
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function judgeOnGrid(field: 'deliveryFee', amount: number, currency: Currency): StoreFault | null {
  const grid = chargeGrid(currency)
  if (amount % grid === 0) return null
  return fault(
    field,
    `Cards cannot be charged in steps finer than ${grid} minor units of ${currency}.`,
    gridFix(amount, currency),
  )
}

/** The two nearest amounts that can be charged, in words. */
function gridFix(amount: number, currency: Currency): string {
  const grid = chargeGrid(currency)
  const below = Math.floor(amount / grid) * grid
  return `Use ${below} or ${below + grid} (minor units, ${exponentOf(currency)} decimals).`
}

function fault(field: StoreFault['field'], message: string, fix: string): StoreFault {
  return { field, message, fix }
}
