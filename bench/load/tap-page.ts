import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Chromium as tests and benches run it: no first run, nothing that goes out to the network by itself. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: QUIET })
}

/** Buttons that lead from each to the next and round again, each answered by one message with buttons. */
const ROUND = ['Change', 'View cart', 'Checkout'] as const

/** Time for the eye between an answer and the next tap, and for the statuses of the last message. */
const REST_MS = 150

export type ChatPlace = { phoneUrl: string; shopper: string; chat: string }

/** Opens one shopper's chat; its newest message must offer the first button of the round. */
export async function openChat(page: Page, { phoneUrl, shopper, chat }: ChatPlace): Promise<void> {
  await page.goto(`${phoneUrl}/?lang=en&theme=light`)
  await page.getByRole('button', { name: shopper, exact: true }).click()
  await page.locator('.chat-row', { hasText: chat }).click()
  await page.locator('.row-theirs').last().getByRole('button', { name: ROUND[0] }).waitFor()
}

/** Taps so many times; milliseconds from each tap to the frame that shows the answer. */
export async function tapAround(page: Page, taps: number): Promise<number[]> {
  const times: number[] = []
  for (let tap = 0; tap < taps; tap += 1) {
    const title = ROUND[tap % ROUND.length] ?? ROUND[0]
    await page.locator('.row-theirs').last().getByRole('button', { name: title, exact: true }).waitFor()
    times.push(Number(await page.evaluate(timedTap(title))))
    await sleep(REST_MS)
  }
  return times
}

/** Runs in the page: the clock starts with the tap and stops when the frame with the shop's next bubble is painted. */
function timedTap(title: string): string {
  return `new Promise((resolve, reject) => {
    const answers = () => document.querySelectorAll('.row-theirs[data-wamid]')
    const before = answers().length
    const buttons = [...[...answers()].at(-1).querySelectorAll('button')]
    const button = buttons.find((each) => each.textContent.trim() === ${JSON.stringify(title)})
    const late = setTimeout(() => reject(new Error('no answer to ${title} within 10 s')), 10000)
    const watch = new MutationObserver(() => {
      if (answers().length === before) return
      watch.disconnect()
      clearTimeout(late)
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - startedAt), 0))
    })
    watch.observe(document.body, { childList: true, subtree: true })
    const startedAt = performance.now()
    button.click()
  })`
}
