import t, { type Test } from 'tap'
import { openBrowser, skipReason } from '#test/browser/support/chromium.ts'
import { type Language, type Look, type PhonePage, visit } from '#test/browser/support/phone-page.ts'
import { startShop } from '#test/browser/support/shop.ts'

/** What is read off the screen and typed, by language of the page. */
const words = {
  en: {
    ...{ hello: 'Hello', message: 'Message', send: 'Send', openList: 'See the shop', viewItems: 'View items' },
    ...{ addOne: /^Add to cart: /, viewCart: /^View cart/, sendCart: 'Send to the shop', pay: /^Pay SAR/ },
    person: 'Omar',
    address: 'Al Olaya, King Fahd Road, building 12, Riyadh',
    confirmed: /is confirmed/,
  },
  ar: {
    ...{
      hello: 'السلام عليكم',
      message: 'رسالة',
      send: 'إرسال',
      openList: 'عرض المتجر',
      viewItems: /الأصناف|المنتجات/,
    },
    ...{ addOne: /^أضف إلى السلة: /, viewCart: /السلة/, sendCart: 'أرسل إلى المتجر', pay: /^دفع/ },
    person: 'سارة',
    address: 'حي العليا، طريق الملك فهد، مبنى 12، الرياض',
    confirmed: /تم تأكيد طلبك/,
  },
} as const satisfies Record<Language, Record<string, unknown>>

if (skipReason) {
  t.plan(0, skipReason)
} else {
  t.setTimeout(200_000)
  const [shop, browser] = await Promise.all([startShop(t), openBrowser(t)])

  const type = async (phone: PhonePage, text: string) => {
    const { message } = words[phone.look.language]
    await phone.device.getByRole('textbox', { name: message, exact: true }).fill(text)
    await phone.page.keyboard.press('Enter')
  }

  /** Two things out of the section that is tapped first, as WhatsApp's own cart. */
  const fillCart = async (phone: PhonePage) => {
    const { openList, send, viewItems, addOne, viewCart, sendCart } = words[phone.look.language]
    await phone.message('list').getByRole('button', { name: openList }).click()
    await phone.sheet.getByRole('radio').first().check({ force: true })
    await phone.sheet.getByRole('button', { name: send }).click()
    await phone.message('product_list').getByRole('button', { name: viewItems }).click()
    await phone.sheet.getByRole('button', { name: addOne }).nth(0).click()
    await phone.sheet.getByRole('button', { name: addOne }).nth(1).click()
    await phone.shoot('hand-sections')
    await phone.sheet.getByRole('button', { name: viewCart }).last().click()
    await phone.shoot('hand-cart')
    await phone.sheet.getByRole('button', { name: sendCart }).click()
  }

  const buy = async (t: Test, phone: PhonePage) => {
    const { person, hello, address, pay, confirmed } = words[phone.look.language]
    await phone.page.getByRole('button', { name: person }).click()
    await phone.page.locator('.chat-row').first().click()
    await type(phone, hello)
    await fillCart(phone)
    await phone.page.locator('.row-mine[data-kind="order"]').waitFor()
    await phone.message('location_request').waitFor()
    await type(phone, address)
    await phone.message('buttons').getByRole('button', { name: pay }).click()
    await phone.message('cta_url').getByRole('button', { name: pay }).click()
    const page = phone.page.frameLocator('.pay-frame')
    await page.locator('button[value="pay"]').waitFor()
    await phone.shoot('hand-pay')
    await page.locator('button[value="pay"]').click()
    await phone.page.locator('.row-theirs', { hasText: confirmed }).waitFor()
    t.pass('paid, and told so in the chat')
    await phone.page.getByRole('dialog').waitFor({ state: 'detached' })
    await phone.shoot('hand-confirmed')
  }

  const looks: Look[] = [
    { language: 'en', width: 390 },
    { language: 'ar', width: 1440, theme: 'dark' },
  ]
  for (const look of looks) {
    await t.test(`a visitor fills the native cart and pays: ${Object.values(look).join(', ')}`, (t) =>
      visit(t, { browser, shop, look }, (phone) => buy(t, phone)),
    )
  }
}
