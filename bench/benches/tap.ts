import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { type Child, dukkan, startChild } from '#bench/harness/child.ts'
import { makeTemplate, type Template } from '#bench/harness/installation.ts'
import type { Stage } from '#bench/harness/stage.ts'
import { latencyOf } from '#bench/harness/stats.ts'
import { openChat, openChromium, tapAround } from '#bench/load/tap-page.ts'
import { type Control, openControl } from '#phone/state/control.ts'
import { openPacer } from '#phone/tour/pacer.ts'
import { upToPaying } from '#phone/tour/scenes/moves.ts'
import { openStage, type Setting } from '#phone/tour/stage.ts'
import { freePorts } from '#platform/free-ports.ts'

/** Meta lets a business say 45 messages in a row to one person; further taps are another shopper's. */
const TAPS_EACH = 30
const SHOPPERS = 4
const WARMING_TAPS = 6

/** What a visitor feels: from a tap on the page to the answer on the screen, through everything `npm start` runs. */
export const tap: Bench = {
  name: 'tap',
  unit: 'ms from a tap to the reply on the screen (p95)',
  about: 'taps in a real Chromium on the phone of `dukkan start` with its own seed',
  seconds: 20,
  runs: 3,
  queues: ['postgres'],
  lowerIsBetter: true,
  prepare: (stage) => makeTemplate(stage, 1),
  run,
}

async function run(stage: Stage, _template: Template, options: BenchOptions): Promise<Figures> {
  const [port = 0, metrics = 0, sandbox = 0] = await freePorts(3)
  await using _child: Child = await startChild({
    name: 'dukkan start',
    command: dukkan('start'),
    environment: {
      DUKKAN_DATA_DIR: join(stage.folder, `tap-${port}`),
      PORT: String(port),
      METRICS_PORT: String(metrics),
      SANDBOX_PORT: String(sandbox),
      DATABASE_URL: '',
      REDIS_URL: '',
    },
    logFile: join(stage.folder, `tap-${port}.log`),
    ready: 'Ctrl-C',
  })
  await using browser = disposable(await openChromium())
  const phoneUrl = `http://127.0.0.1:${sandbox}`
  const shoppers = Number(options.settings.shoppers ?? SHOPPERS)
  const { warm, times } = await tapAll(browser.it, { phoneUrl, shoppers })
  const { p50Ms, p95Ms, p99Ms, count, maxMs } = latencyOf(times)
  const more = { taps: count, maxMs, firstTaps: latencyOf(warm) }
  return { value: p95Ms, p50Ms, p95Ms, p99Ms, operations: count, usage: {}, more }
}

type Tapping = { phoneUrl: string; shoppers: number }

/** The first shopper's taps warm everything up and are told apart. */
async function tapAll(browser: Browser, { phoneUrl, shoppers }: Tapping) {
  const control = openControl({ baseUrl: phoneUrl, fetch })
  const rounds: number[][] = []
  for (let number = 0; number <= shoppers; number += 1) {
    const ready = await readyToPay(control)
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    await openChat(page, { phoneUrl, ...ready })
    rounds.push(await tapAround(page, number === 0 ? WARMING_TAPS : TAPS_EACH))
    await page.context().close()
  }
  const [warm = [], ...measured] = rounds
  return { warm, times: measured.flat() }
}

/** A shopper who has been asked how to pay. */
async function readyToPay(control: Control): Promise<{ shopper: string; chat: string }> {
  const { signal } = new AbortController()
  const { numbers } = await control.phone()
  const [{ phoneNumberId, verifiedName } = { phoneNumberId: '', verifiedName: '' }] = numbers
  const nobody = () => {}
  const watching = { onChat: nobody, onPoint: nobody }
  const setting: Setting = { control, phoneNumberId, language: 'en', pacer: openPacer(0, signal), signal, ...watching }
  const { stage } = await openStage(setting)
  const person = await stage.shopper({ ar: 'لمى', en: 'Lama' })
  const [first, second] = await stage.shop.items(2)
  if (first === undefined || second === undefined) throw new Error('The shop has too little to sell.')
  await upToPaying(person, [
    [first, 1],
    [second, 2],
  ])
  return { shopper: person.name, chat: verifiedName }
}

function disposable(it: Browser): AsyncDisposable & { it: Browser } {
  return { it, [Symbol.asyncDispose]: () => it.close() }
}
