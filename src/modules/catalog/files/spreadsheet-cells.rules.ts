/**
 * A line that a spreadsheet could run as a formula: one that begins with = + - @, also full-width or behind spaces and
 * quotes, or with a tab or carriage return. https://owasp.org/www-community/attacks/CSV_Injection
 */
const runnable = /^(?:[\s"']*[=+\-@＝＋－＠]|['"]*[\t\r])/

/** The text with an apostrophe before every line that a spreadsheet could run. */
export function fencedCell(text: string): string {
  return perLine(text, (line) => (runnable.test(line) ? `'${line}` : line))
}

/** The text that `fencedCell` made this of; one it did not make stays as it is. */
export function unfencedCell(cell: string): string {
  return perLine(cell, (line) => (line.startsWith("'") && runnable.test(line.slice(1)) ? line.slice(1) : line))
}

function perLine(text: string, change: (line: string) => string): string {
  return text.includes('\n') ? text.split('\n').map(change).join('\n') : change(text)
}
