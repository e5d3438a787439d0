import type { SeenMessage } from './phone.ts'

/** Isolates keep numbers in place on a phone; a terminal shows them as boxes. */
const ISOLATES = /[\u2066-\u2069]/g

/** A chat as a person would read it over the shopper's shoulder. */
export function transcript(name: string, messages: readonly SeenMessage[]): string {
  return messages.map((message) => paragraph(message.direction === 'in' ? name : 'Shop', message)).join('\n')
}

function paragraph(speaker: string, { text, taps, links }: SeenMessage): string {
  const shown = text.replace(ISOLATES, '').replace('[send_location]', '[Send location]').split('\n')
  const offered = [...taps.map(({ title }) => title), ...links.map(({ title }) => title)].filter(
    (title) => !text.includes(title),
  )
  const lines = offered.length > 0 ? [...shown, offered.map((title) => `[${title}]`).join(' ')] : shown
  return lines.map((line, place) => `${(place === 0 ? speaker : '').padEnd(8)}${line}`).join('\n')
}
