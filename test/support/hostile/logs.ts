import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

export type LogVerdict = { lines: number; complaints: string[] }

/** Reads every line a process wrote: each is one JSON object, and none holds one of the canaries. */
export async function judgeLog(file: string, canaries: ReadonlyMap<string, string>): Promise<LogVerdict> {
  const complaints: string[] = []
  let lines = 0
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line === '') continue
    lines += 1
    if (!isRecord(line)) complaints.push(`a line is no JSON object: ${line.slice(0, 200)}`)
    for (const [what, text] of canaries)
      if (line.includes(text)) complaints.push(`${what} is in the log: ${line.slice(0, 300)}`)
  }
  return { lines, complaints: complaints.slice(0, 20) }
}

function isRecord(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
