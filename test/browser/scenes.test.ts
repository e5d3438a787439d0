import t, { type Test } from 'tap'
import { scenes } from '#phone/tour/scenes/index.ts'
import { openBrowser, skipReason } from '#test/browser/support/chromium.ts'
import { type Look, type PhonePage, visit } from '#test/browser/support/phone-page.ts'
import { startShop } from '#test/browser/support/shop.ts'

if (skipReason) {
  t.plan(0, skipReason)
} else {
  t.setTimeout(220_000)
  const [shop, browser] = await Promise.all([startShop(t), openBrowser(t)])

  const playAll = async (t: Test, phone: PhonePage) => {
    for (const scene of scenes) {
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

  const looks: Look[] = [
    { language: 'ar', width: 390 },
    { language: 'en', width: 1440 },
  ]
  for (const look of looks) {
    await t.test(`every scene plays: ${Object.values(look).join(', ')}`, (t) =>
      visit(t, { browser, shop, look }, (phone) => playAll(t, phone)),
    )
  }
}
