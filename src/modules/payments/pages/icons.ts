import { Html } from '#platform/pages/html.ts'

export type IconName = 'check' | 'clock' | 'stop' | 'wait' | 'cash'

const shapes: Readonly<Record<IconName, string>> = {
  check: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
  stop: '<path d="M7 7l10 10M17 7L7 17"/>',
  wait: '<g class="spin"><path d="M12 3.5a8.5 8.5 0 1 1-8.5 8.5"/></g>',
  cash: '<rect x="3" y="6.5" width="18" height="11" rx="2"/><circle cx="12" cy="12" r="2.6"/>',
}

export function icon(name: IconName): Html {
  return new Html(`<span class="icon" aria-hidden="true"><svg viewBox="0 0 24 24">${shapes[name]}</svg></span>`)
}
