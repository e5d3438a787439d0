import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'undici'
import { ControlError } from './control-call.ts'

export type Outside = { status: number; headers: IncomingHttpHeaders; text: string }

type Asked = { method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'; headers?: Record<string, string>; body?: string }

const patienceMs = 15_000

/** One request to the shop on somebody's behalf; a shop that cannot be reached is told in words, not as a fault of ours. */
export function askOutside(url: string | URL, asked: Asked = {}): Promise<Outside> {
  return fetchText(url, asked).catch((error) => {
    throw unreachable(url, error)
  })
}

async function fetchText(url: string | URL, asked: Asked): Promise<Outside> {
  const answer = await request(url, { ...asked, headersTimeout: patienceMs, bodyTimeout: patienceMs })
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
}

function unreachable(url: string | URL, error: unknown): ControlError {
  const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return new ControlError(502, `Nobody answers at ${String(url)} (${why})`)
}
