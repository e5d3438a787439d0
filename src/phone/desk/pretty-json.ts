const longest = 20_000

/** JSON spread over lines for reading; longer than 20,000 characters it is cut at a line's end. */
export function prettyJson(value: unknown): { json: string; cut: boolean } {
  const json = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')
  if (json.length <= longest) return { json, cut: false }
  const end = json.lastIndexOf('\n', longest)
  return { json: `${json.slice(0, end < 1 ? longest : end)}\n…`, cut: true }
}
