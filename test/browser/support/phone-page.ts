import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import type { Test } from 'tap'
import type { StartedShop } from './shop.ts'

export type Language = 'ar' | 'en'
export type Width = 390 | 1440
export type Visit = { browser: Browser; shop: StartedShop; look: Look }

export type Look = { language: Language; width: Width; theme?: 'light' | 'dark'; pace?: number }

/** Pictures of what the tests saw, kept as build artefacts; git does not know them. */
const shots = fileURLToPath(new URL('../../../.data/phone-shots/', import.meta.url))
const heights: Record<Width, number> = { 390: 844, 1440: 900 }
const PATIENCE_MS = 20_000

/** A browser window on the phone's page, and everything in it that should not have happened. */
export class PhonePage {
  readonly page: Page
  readonly look: Look
  readonly #shop: StartedShop
  readonly trouble: string[] = []

  private constructor(page: Page, look: Look, shop: StartedShop) {
    this.page = page
    this.look = look
    this.#shop = shop
    page.setDefaultTimeout(PATIENCE_MS)
    page.on('pageerror', (error) => this.trouble.push(`error: ${error.message}`))
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) this.trouble.push(message.text())
    })
    page.on('request', (request) => {
      if (!this.#isOurs(request.url())) this.trouble.push(`asked another host: ${request.url()}`)
    })
  }

  static async open(browser: Browser, shop: StartedShop, look: Look): Promise<PhonePage> {
    const { width, theme = 'light', language, pace = 0 } = look
    const viewport = { width, height: heights[width] }
    const context = await browser.newContext({ viewport, locale: language, hasTouch: width === 390 })
    const phone = new PhonePage(await context.newPage(), look, shop)
    await phone.page.goto(`${shop.phoneUrl}/?lang=${language}&theme=${theme}&pace=${pace}`)
    await phone.page.locator('.chat-row').first().waitFor()
    return phone
  }

  get device(): Locator {
    return this.page.getByRole('main')
  }

  /** The topmost sheet over the chat. */
  get sheet(): Locator {
    return this.page.getByRole('dialog').last()
  }

  /** The newest message of the shop of this kind. */
  message(kind: string): Locator {
    return this.page.locator(`.row-theirs[data-kind="${kind}"]`).last()
  }

  /** Brings up tour and tools, which a narrow page keeps in a sheet. */
  async openPanels(): Promise<void> {
    if (this.look.width >= 900) return
    const back = this.page.locator('.chat-head button').first()
    if (await back.isVisible()) await back.click()
    await this.page.locator('.panels-button').click()
  }

  async shoot(name: string): Promise<void> {
    const { language, width, theme = 'light' } = this.look
    await mkdir(shots, { recursive: true })
    await this.page.screenshot({ path: `${shots}${name}-${language}-${width}-${theme}.png`, animations: 'disabled' })
  }

  #isOurs(url: string): boolean {
    return ['data:', 'blob:', `${this.#shop.phoneUrl}/`, `${this.#shop.shopUrl}/`].some((ours) => url.startsWith(ours))
  }
}

/**
 * Opens the page, lets the visitor act, and closes it again. It must have broken nothing, been refused nothing by its own
 * policy, and asked nobody but the sandbox and the shop; where the visitor came to grief there is a picture of it.
 */
export async function visit(t: Test, { browser, shop, look }: Visit, act: (phone: PhonePage) => Promise<void>) {
  const phone = await PhonePage.open(browser, shop, look)
  try {
    await act(phone)
    t.same(phone.trouble, [], 'nothing broke, nothing was blocked, no other host was asked')
  } catch (error) {
    await phone.shoot('failed')
    throw error
  } finally {
    await phone.page.context().close()
  }
}
