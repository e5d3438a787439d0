import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { serveAgent } from '#bench/harness/agent.ts'

export type FilePlan = { port: number; key: string; products: number; imageId: string }

export type FileFindings = {
  bytes: number
  /** Until the file was kept and acknowledged. */
  uploadSeconds: number
  /** From the first byte until the last product is in the catalog. */
  seconds: number
  created: number
  errors: number
  state: string
}

/** Sends a file of so many products, each new and with one variant, and waits until all of them are in. */
async function importFile({ port, key, products, imageId }: FilePlan): Promise<FileFindings> {
  const origin = `http://127.0.0.1:${port}`
  const headers = { authorization: `Bearer ${key}` }
  const counted = { bytes: 0 }
  const body = Readable.from(counting(linesOf(products, imageId), counted))
  const startedAt = performance.now()
  const sent = await request(`${origin}/v1/imports`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body,
  })
  const text = await sent.body.text()
  if (sent.statusCode !== 202) throw new Error(`the file was answered ${sent.statusCode}: ${text}`)
  const uploadSeconds = (performance.now() - startedAt) / 1000
  const { id } = JSON.parse(text)
  for (;;) {
    const answer = await request(`${origin}/v1/imports/${id}`, { headers })
    const { state, created, errors, finishedAt } = (await answer.body.json()) as Progress
    const seconds = (performance.now() - startedAt) / 1000
    if (finishedAt !== null) return { ...counted, uploadSeconds, seconds, created, errors, state }
    await sleep(100)
  }
}

type Progress = { state: string; created: number; errors: number; finishedAt: string | null }

function* counting(pieces: Iterable<Buffer>, counted: { bytes: number }): Generator<Buffer> {
  for (const piece of pieces) {
    counted.bytes += piece.length
    yield piece
  }
}

const LINES_A_TIME = 500

function* linesOf(products: number, imageId: string): Generator<Buffer> {
  yield Buffer.from('handle,title_en,title_ar,description_en,brand,status,sku,price,on_hand,images\n')
  for (let from = 0; from < products; from += LINES_A_TIME) {
    const count = Math.min(LINES_A_TIME, products - from)
    yield Buffer.from(Array.from({ length: count }, (_, n) => lineOf(from + n, imageId)).join(''))
  }
}

function lineOf(n: number, imageId: string): string {
  const words = `"Soft and dark, picked by hand in the gardens of Al Madinah; box ${n}, keeps for a year."`
  const price = (10 + (n % 9_000) / 100).toFixed(2)
  return `bulk-${n},Bulk product ${n},منتج ${n},${words},Palm House,active,BULK-${n},${price},${n % 100},${imageId}\n`
}

serveAgent({ importFile })
