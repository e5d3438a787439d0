import { setTimeout as sleep } from 'node:timers/promises'
import { naughtyStrings } from '#test/hostile/corpus/naughty-strings.ts'
import type { Dice } from '#test/support/hostile/dice.ts'
import { parsed, type Scenario, type Send } from '#test/support/hostile/play.ts'

export type AtFiles = { key: () => string; dice: Dice; prefix: string }

const own = [
  'handle,title_en,title_ar,brand,status,option1_name_en,option1_value_en,sku,price,compare_at,on_hand',
  'tea,Tea,شاي,Nour,draft,Size,Small,%-T1,5.00,,3',
  'tea,,,,,,Large,%-T2,"9,000.50",,0',
  'oud,"Oud, ""royal""",عود,,draft,,,%-O,250,300,1',
]
const shopify = [
  'Handle,Title,Body (HTML),Vendor,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src',
  'shirt,Shirt,"<p>Soft &amp; dark</p>",Nour,true,Size,Small,,3,60,https://x.example/1.jpg',
  'shirt,,,,,,Large,,2,65,',
]
const lines = [
  '{"handle":"mint","title":{"en":"Mint"},"variants":[{"sku":"%-M","price":{"amount":500,"currency":"SAR"}}]}',
  '{"variants":[{"sku":"%-M","onHand":4}]}',
]
const bytes = ['"', '\n', '\r', '\r\n', ',', ';', '\t', '\0', '\ufeff', '=', "'", '\\', '{', '}', '0', '-', '\xff', '١']

/** Files of products broken in every way: refused at the door, or worked through with their faults told. */
export function* brokenFiles(at: AtFiles): Generator<Scenario> {
  for (let n = 0; ; n += 1) {
    const json = at.dice.chance(0.25)
    const whole = json ? lines : at.dice.pick([own, shopify])
    const file = broken(whole.join('\n').replaceAll('%', `${at.prefix}${n}`), at.dice)
    const type = json ? 'application/x-ndjson' : 'text/csv'
    const url = `/v1/imports?dryRun=${at.dice.chance(0.5)}`
    yield {
      name: `file ${n}: ${JSON.stringify(file.toString('latin1').slice(0, 300))}`,
      run: (send) =>
        importing(send, { url, file, headers: { authorization: `Bearer ${at.key()}`, 'content-type': type } }),
    }
  }
}

function broken(text: string, dice: Dice): Buffer {
  let file = Buffer.from(text)
  // A file with another first line is seldom read at all, so most keep theirs.
  const from = dice.chance(0.8) ? file.indexOf('\n') + 1 : 0
  for (let times = 1 + dice.below(6); times > 0; times -= 1) {
    const at = from + dice.below(Math.max(1, file.length + 1 - from))
    const cut = dice.chance(0.5) ? dice.below(12) : 0
    const put = Buffer.from(dice.chance(0.3) ? dice.pick(naughtyStrings).text.slice(0, 500) : dice.pick(bytes), 'utf8')
    const raw = dice.chance(0.1) ? Buffer.from([dice.below(256)]) : put
    file = Buffer.concat([file.subarray(0, at), raw, file.subarray(Math.min(file.length, at + cut))])
  }
  return dice.chance(0.05) ? Buffer.concat(Array.from({ length: 200 }, () => file)) : file
}

type Upload = { url: string; file: Buffer; headers: Record<string, string> }

const PATIENCE_MS = 30_000

async function importing(send: Send, { url, file, headers }: Upload): Promise<string | null> {
  const answer = await send({ method: 'POST', url, headers, body: file })
  if (answer.status !== 202) return null
  const { id } = parsed(answer.body) ?? {}
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    const read = parsed((await send({ method: 'GET', url: `/v1/imports/${String(id)}`, headers })).body) ?? {}
    const code = String((read.fault as { code?: string } | null)?.code)
    if (read.finishedAt !== null) return code === 'import-broken' ? `the import broke: ${JSON.stringify(read)}` : null
    await sleep(50)
  }
  return 'the import did not come to an end'
}
