const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
}

/** Past this nothing is read: a description has 5,000 characters in the end. */
const MOST_HTML = 65_536

/**
 * What a reader sees of simple HTML: blocks become lines, items get a bullet, everything else falls away. Each step
 * passes over the text once, whatever it is made of.
 */
export function plainTextOf(html: string): string {
  if (!/[<&]/.test(html)) return html
  return withoutHidden(html.slice(0, MOST_HTML))
    .replace(/&nbsp;/gi, ' ')
    .replace(/\s+/g, ' ')
    .replace(/<li\b[^<>]*>/gi, '\n• ')
    .replace(/<(?:br|\/p|\/div|\/h[1-6]|\/tr|\/ul|\/ol)\b[^<>]*>/gi, '\n')
    .replace(/<\/?[a-z!][^<>]*>/gi, '')
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => characterOf(name) ?? whole)
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n+(?=•)/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Scripts and styles are no words. */
function withoutHidden(html: string): string {
  const [first = '', ...rest] = html.split(/<(?=(?:script|style)\b)/i)
  return first + rest.map((part) => /<\/(?:script|style)\b[^<>]*>([\s\S]*)/i.exec(part)?.[1] ?? '').join('')
}

function characterOf(name: string): string | null {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? null
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null
}
