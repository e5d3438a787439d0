import type { Locator } from 'playwright-core'
import t, { type Test } from 'tap'
import { openBrowser, skipReason } from '#test/browser/support/chromium.ts'
import { type PhonePage, visit } from '#test/browser/support/phone-page.ts'
import { startShop } from '#test/browser/support/shop.ts'

const MOST_STEPS = 80

async function hasFocus(phone: PhonePage, place: Locator): Promise<boolean> {
  return (await place.and(phone.page.locator(':focus')).count()) > 0
}

/** Goes on with this key until the place has the focus. */
async function walkTo(phone: PhonePage, place: Locator, key = 'Tab'): Promise<void> {
  await place.waitFor()
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await hasFocus(phone, place)) return
    await phone.page.keyboard.press(key)
  }
  throw new Error(`${MOST_STEPS} times ${key} did not lead to ${place}`)
}

const press = async (phone: PhonePage, place: Locator, key?: string) => {
  await walkTo(phone, place, key)
  await phone.page.keyboard.press('Enter')
}

if (skipReason) {
  t.plan(0, skipReason)
} else {
  t.setTimeout(150_000)
  const [shop, browser] = await Promise.all([startShop(t), openBrowser(t)])

  const shopByKeys = async (t: Test, phone: PhonePage) => {
    const { page } = phone
    await press(phone, page.locator('.chat-row').first())
    const box = phone.device.getByRole('textbox', { name: 'Message', exact: true })
    await walkTo(phone, box)
    await page.keyboard.type('Hello')
    await page.keyboard.press('Enter')
    const opener = phone.message('list').getByRole('button', { name: 'See the shop' })
    await press(phone, opener, 'Shift+Tab')
    await walkTo(phone, phone.sheet.getByRole('radio').first())
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    await phone.page.getByRole('dialog').waitFor({ state: 'detached' })
    t.ok(await hasFocus(phone, opener), 'Escape leads back to the button')
    await page.keyboard.press('Enter')
    await walkTo(phone, phone.sheet.getByRole('radio').first())
    await page.keyboard.press('Space')
    await press(phone, phone.sheet.getByRole('button', { name: 'Send' }))
    await press(phone, phone.message('product_list').getByRole('button', { name: 'View items' }), 'Shift+Tab')
    await press(phone, phone.sheet.getByRole('button', { name: /^Add to cart: / }).first())
    await press(phone, phone.sheet.getByRole('button', { name: /^View cart/ }))
    await press(phone, phone.sheet.getByRole('button', { name: 'Send to the shop' }))
    await phone.message('location_request').waitFor()
    t.pass('a cart was filled and sent without a pointer')
  }

  const tourByKeys = async (t: Test, phone: PhonePage) => {
    const card = phone.page.locator('[data-scene="two-parcels"]').getByRole('button')
    await press(phone, card)
    const close = phone.page.getByRole('button', { name: 'Close the tour' })
    await press(phone, close, 'Shift+Tab')
    await close.waitFor({ state: 'detached' })
    await walkTo(phone, phone.page.getByRole('tab', { name: 'Tour' }))
    await phone.page.keyboard.press('ArrowRight')
    t.equal(await phone.page.getByRole('tab', { name: 'Wire' }).getAttribute('aria-selected'), 'true')
  }

  await t.test('a whole cart without a pointer', (t) =>
    visit(t, { browser, shop, look: { language: 'en', width: 390 } }, (phone) => shopByKeys(t, phone)),
  )
  await t.test('a scene is begun and left, and the desks reached, without a pointer', (t) =>
    visit(t, { browser, shop, look: { language: 'en', width: 1440 } }, (phone) => tourByKeys(t, phone)),
  )
}
