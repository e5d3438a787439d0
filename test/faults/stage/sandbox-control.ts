import { setTimeout as sleep } from 'node:timers/promises'
import { control as ask } from '#app/demo/phone.ts'

const TRIES = 5
const RETRY_MS = 100

/** The sandbox is never broken, but on a busy machine it may hang up on an idle connection just as that is used again. */
export async function control<Answer = Record<string, unknown>>(
  url: string,
  body?: unknown,
  method?: string,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask<Answer>(url, body, method)
    } catch (error) {
      if (tries === TRIES || !hungUp(error)) throw error
      await sleep(RETRY_MS)
    }
  }
}

function hungUp(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test(code)
}
