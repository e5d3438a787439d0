const warmWhite = '#fff6e6'
const warmBlack = '#260f08'

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
}

/** The color `share` (0 to 1) of the way from one to the other; both as #rrggbb. */
export function mix(from: string, to: string, share: number): string {
  const target = channels(to)
  const mixed = channels(from).map((value, at) => Math.round(value + ((target[at] ?? value) - value) * share))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** Lit by lamplight rather than bleached: shades of one color keep their warmth. */
export function lighter(color: string, share: number): string {
  return mix(color, warmWhite, share)
}

export function darker(color: string, share: number): string {
  return mix(color, warmBlack, share)
}

export const ink = {
  cream: '#fbf0da',
  white: '#fff9ee',
  sand: '#ead2ab',
  straw: '#d9b274',
  clay: '#c9814f',
  terracotta: '#b9573a',
  maroon: '#7d2b2b',
  wood: '#8a5530',
  walnut: '#5a341f',
  kraft: '#c79a66',
  brass: '#d0a03c',
  gold: '#e3b94f',
  copper: '#bf6f43',
  silver: '#bfc0b8',
  iron: '#4a4644',
  olive: '#7d8148',
  leaf: '#5f8148',
  sage: '#a9b88c',
  teal: '#3a7f7d',
  sea: '#7fb0b5',
  rose: '#d87f87',
  ruby: '#b3243a',
  night: '#2c3446',
} as const
