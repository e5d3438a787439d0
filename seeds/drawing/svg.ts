/** A piece of SVG markup, drawn around its own origin until `place` puts it somewhere. */
export type Svg = string

export type Spot = { x?: number; y?: number; scale?: number; turn?: number; flip?: boolean }

const short = (value: number): string => String(Math.round(value * 10) / 10)

function tag(name: string, attributes: Record<string, string | number>, inner = ''): Svg {
  const written = Object.entries(attributes).map(([key, value]) => {
    return ` ${key}="${typeof value === 'number' ? short(value) : value}"`
  })
  return `<${name}${written.join('')}>${inner}</${name}>`
}

export function path(d: string, fill: string): Svg {
  return tag('path', { d, fill })
}

export function stroke(d: string, color: string, width: number): Svg {
  const caps = { 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }
  return tag('path', { d, fill: 'none', stroke: color, 'stroke-width': width, ...caps })
}

export function ellipse([cx, cy, rx, ry]: [number, number, number, number], fill: string): Svg {
  return tag('ellipse', { cx, cy, rx, ry, fill })
}

export function ring([cx, cy, rx, ry]: [number, number, number, number], color: string, width: number): Svg {
  return tag('ellipse', { cx, cy, rx, ry, fill: 'none', stroke: color, 'stroke-width': width })
}

export function circle([cx, cy, r]: [number, number, number], fill: string): Svg {
  return ellipse([cx, cy, r, r], fill)
}

/** A box by its corner and size, with rounded corners when a radius is given. */
export function rect([x, y, width, height, rx = 0]: number[], fill: string): Svg {
  return tag('rect', { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0, rx, fill })
}

export function place(inner: Svg, { x = 0, y = 0, scale = 1, turn = 0, flip = false }: Spot): Svg {
  const size = Math.round(scale * 1000) / 1000
  const transform = `translate(${short(x)} ${short(y)}) rotate(${short(turn)}) scale(${flip ? -size : size} ${size})`
  return tag('g', { transform }, inner)
}

export function fade(inner: Svg, opacity: number): Svg {
  return tag('g', { opacity: String(opacity) }, inner)
}

/** What of `inner` lies within the outline `d`. */
export function within(d: string, inner: Svg): Svg {
  let hash = 7
  for (const letter of d) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0
  const id = `c${hash.toString(36)}`
  return tag('clipPath', { id }, tag('path', { d })) + tag('g', { 'clip-path': `url(#${id})` }, inner)
}

/** The whole picture, 800 units to a side, at so many pixels. */
export function canvas(inner: Svg, pixels = 800): Svg {
  const frame = { xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 800 800', width: pixels, height: pixels }
  return tag('svg', frame, inner)
}

export function all(...parts: (Svg | Svg[])[]): Svg {
  return parts.flat().join('')
}
