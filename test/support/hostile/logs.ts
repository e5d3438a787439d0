import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

export type LogVerdict = { lines: number; complaints: string[] }

/** Reads every line a process wrote: each is one JSON object, none holds a canary, and none tells of a fault of ours. */
export async function judgeLog(file: string, canaries: ReadonlyMap<string, string>): Promise<LogVerdict> {
  const complaints: string[] = []
  let lines = 0
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line === '') continue
    lines += 1
    if (complaints.length < MOST_COMPLAINTS) complaints.push(...complaintsOf(line, canaries))
  }
  return { lines, complaints }
}

const MOST_COMPLAINTS = 20
const SHOWN = 600

function complaintsOf(line: string, canaries: ReadonlyMap<string, string>): string[] {
  const shown = line.slice(0, SHOWN)
  const leaks = [...canaries]
    .filter(([, text]) => line.includes(text))
    .map(([what]) => `${what} is in the log: ${shown}`)
  if (!isRecord(line)) leaks.push(`a line is no JSON object: ${shown}`)
  if (line.includes('"request failed"')) leaks.push(`a request failed: ${shown}`)
  return leaks
}

function isRecord(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
