/** A start tag with its attributes; values are read as quoted, the way our pages are written. */
const startTag = /<([a-z][^\s/>]*)((?:[\s/]+[^\s"'>=/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*))?)*)[\s/]*>/gi
const attribute = /([^\s"'>=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?/g

/**
 * What of this page a browser would run; null when there is nothing. Words of script that stand there as text, with their
 * angle brackets escaped, are none.
 */
export function scriptIn(page: string): string | null {
  for (const [whole, name = '', attributes = ''] of page.matchAll(startTag)) {
    if (name.toLowerCase() === 'script') return whole
    for (const [, key = '', double, single, bare] of attributes.matchAll(attribute)) {
      const value = decoded(double ?? single ?? bare ?? '')
      if (/^on/i.test(key) || /^\s*(?:javascript|data|vbscript):/i.test(value)) return whole
    }
  }
  return null
}

/** Enough of the entities that an address could hide its scheme behind. */
function decoded(value: string): string {
  return value
    .replace(/&#(x?)([0-9a-f]+);?/gi, (_, hex: string, digits: string) =>
      String.fromCodePoint(Math.min(Number.parseInt(digits, hex === '' ? 10 : 16), 0x10ffff)),
    )
    .replace(/&(?:colon|tab|newline);/gi, (entity) => (entity.toLowerCase() === '&colon;' ? ':' : ''))
    .replace(/[\t\n\r]/g, '')
}
