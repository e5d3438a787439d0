import { parseStrictJson } from '#platform/strict-json.ts'

export type JsonLine = {
  line: number
  /** Where the file goes on after it. */
  end: number
  /** undefined when the line is no JSON. */
  value: unknown
}

const LF = 10

/** The lines that end inside these bytes; empty ones are left out. */
export function readJsonLines(window: { bytes: Buffer; last: boolean; position: number; line: number }): JsonLine[] {
  const { bytes, last, position } = window
  const lines: JsonLine[] = []
  let { line } = window
  let start = 0
  while (start < bytes.length) {
    const found = bytes.indexOf(LF, start)
    if (found < 0 && !last) break
    const end = found < 0 ? bytes.length : found + 1
    const text = bytes.subarray(start, end)
    if (!isBlank(text)) lines.push({ line, end: position + end, value: parsed(text) })
    start = end
    line += 1
  }
  return lines
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === LF || byte === 13 || byte === 32 || byte === 9)
}

function parsed(bytes: Buffer): unknown {
  try {
    return parseStrictJson(bytes, { refuseDuplicateKeys: true })
  } catch {
    return undefined
  }
}
