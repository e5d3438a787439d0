import t, { type Test } from 'tap'
import { openControl } from '#phone/state/control.ts'
import { scenes } from '#phone/tour/scenes/index.ts'
import { priceChanged } from '#phone/tour/scenes/price-changed.ts'
import { openBrowser, skipReason } from '#test/browser/support/chromium.ts'
import { type Look, type PhonePage, visit } from '#test/browser/support/phone-page.ts'
import { startShop } from '#test/browser/support/shop.ts'
import { until } from '#test/support/until.ts'

if (skipReason) {
  t.plan(0, skipReason)
} else {
  t.setTimeout(220_000)
  const [shop, browser] = await Promise.all([startShop(t), openBrowser(t)])
  const sandbox = openControl({ baseUrl: shop.phoneUrl, fetch })

  const playAll = async (t: Test, phone: PhonePage, chosen = scenes) => {
    for (const scene of chosen) {
      await phone.openPanels()
      await phone.page.locator(`[data-scene="${scene.id}"]`).getByRole('button').click()
      const strip = phone.page.locator('.caption-done, .caption-failed')
      await strip.waitFor({ timeout: 60_000 })
      t.equal(await strip.locator('.caption-title').textContent(), scene.title[phone.look.language])
      t.match(await strip.getAttribute('class'), /caption-done/, `${scene.id}: ${await strip.textContent()}`)
      t.ok((await phone.page.locator('.row-theirs').count()) > 0, 'the chat that was played is on the screen')
      await phone.shoot(`scene-${scene.id}`)
      await strip.getByRole('button').first().click()
      await strip.waitFor({ state: 'detached' })
    }
  }

  const leaveMidway = async (t: Test, phone: PhonePage) => {
    const faults = async () => (await sandbox.phone()).faults.waiting.length
    await phone.page.locator('[data-scene="meta-down"]').getByRole('button').click()
    await until(async () => (await faults()) === 1, 'Meta is down')
    await phone.page.goto('about:blank')
    await until(async () => (await faults()) === 0, 'the page that was left has put the weather right')
    t.pass('a visitor who leaves in the middle leaves no fault behind')
  }

  const looks: Look[] = [
    { language: 'ar', width: 390 },
    { language: 'en', width: 1440 },
  ]
  for (const look of looks) {
    await t.test(`every scene plays: ${Object.values(look).join(', ')}`, (t) =>
      visit(t, { browser, shop, look }, (phone) => playAll(t, phone)),
    )
  }
  await t.test('scenes play in the shop whose chat is open, in its own currency', (t) =>
    visit(t, { browser, shop, look: { language: 'en', width: 1440 } }, async (phone) => {
      await phone.page.locator('.chat-row').nth(1).click()
      await playAll(t, phone, [priceChanged])
      await phone.page.locator('.row-theirs', { hasText: /for KWD \d+\.\d{3}, paid by card/ }).waitFor()
    }),
  )
  await t.test('leaving the page ends the scene', (t) =>
    visit(t, { browser, shop, look: { language: 'en', width: 1440, pace: 1 } }, (phone) => leaveMidway(t, phone)),
  )
}
