/** A line of the wire as a request to make by hand; secrets are left as names of shell variables. */
export type HandRequest = { method: string; url: string; headers: Record<string, string>; body: string | null }

/** The request as one command for a POSIX shell. */
export function curlOf({ method, url, headers, body }: HandRequest): string {
  const parts = [
    `curl -X ${method} ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null || body === '' ? [] : [`--data-raw ${inSingleQuotes(body)}`]),
  ]
  return parts.join(' \\\n  ')
}

const variable = /\$[A-Z][A-Z0-9_]*/

/** Words that name a shell variable are left open to it; all others say exactly what they are. */
function quoted(word: string): string {
  if (!variable.test(word)) return inSingleQuotes(word)
  return `"${word.replace(/[\\"`]/g, (sign) => `\\${sign}`)}"`
}

function inSingleQuotes(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
