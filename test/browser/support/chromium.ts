import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of this machine, or undefined where there is none. */
export const chromiumPath = places.find((path) => path !== undefined && path !== '' && existsSync(path))

/** Why a file with tests for the browser has none to run here; false where a browser is. */
export const skipReason: string | false =
  chromiumPath === undefined ? 'no Chromium found (install it, or name it in CHROMIUM)' : false

/** Nothing of its own goes out to the network, and nothing waits for a first run. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function openBrowser(t: Teardown): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: quiet })
  t.teardown(() => browser.close())
  return browser
}
