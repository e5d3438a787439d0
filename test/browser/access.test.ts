import t, { type Test } from 'tap'
import { panelTabs } from '#phone/state/sheets.ts'
import { findings } from '#test/browser/support/axe.ts'
import { openBrowser, skipReason } from '#test/browser/support/chromium.ts'
import { type Look, type PhonePage, visit } from '#test/browser/support/phone-page.ts'
import { startShop } from '#test/browser/support/shop.ts'

if (skipReason) {
  t.plan(0, skipReason)
} else {
  t.setTimeout(220_000)
  const [shop, browser] = await Promise.all([startShop(t), openBrowser(t)])

  const look = async (t: Test, phone: PhonePage, name: string) => {
    await phone.shoot(`look-${name}`)
    t.same(await findings(phone), [], name)
  }

  /** A chat with a bit of everything: the first scene plays it. */
  const playFirst = async (phone: PhonePage) => {
    await phone.openPanels()
    await phone.page.locator('[data-scene="first-order"]').getByRole('button').click()
    await phone.page.locator('.caption-done').waitFor({ timeout: 60_000 })
  }

  const phoneScreens = async (t: Test, phone: PhonePage) => {
    const { page } = phone
    await look(t, phone, 'list')
    await phone.openPanels()
    await look(t, phone, 'tour')
    await page.locator('.panels-close').click()
    await playFirst(phone)
    await look(t, phone, 'chat')
    await page.locator('.chat-head button').nth(1).click()
    await look(t, phone, 'profile')
    await page.keyboard.press('Escape')
    await page.locator('[data-kind="product_list"] button:not(.bubble-menu)').last().click()
    await phone.sheet.locator('img').first().waitFor()
    await look(t, phone, 'sections')
    await phone.sheet.getByRole('listitem').first().getByRole('button').first().click()
    await look(t, phone, 'product')
  }

  const deskScreens = async (t: Test, phone: PhonePage) => {
    await playFirst(phone)
    for (const tab of panelTabs) {
      await phone.page.locator(`#tab-${tab}`).click()
      await phone.page.waitForTimeout(300)
      await look(t, phone, `desk-${tab}`)
    }
  }

  const looks = (['en', 'ar'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme): Pick<Look, 'language' | 'theme'> => ({ language, theme })),
  )
  for (const each of looks) {
    const named = Object.values(each).join(', ')
    await t.test(`nothing serious stands in anybody’s way on a phone: ${named}`, (t) =>
      visit(t, { browser, shop, look: { ...each, width: 390 } }, (phone) => phoneScreens(t, phone)),
    )
    await t.test(`nor beside it: ${named}`, (t) =>
      visit(t, { browser, shop, look: { ...each, width: 1440 } }, (phone) => deskScreens(t, phone)),
    )
  }
}
