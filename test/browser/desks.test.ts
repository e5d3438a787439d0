import t, { type Test } from 'tap'
import { openControl } from '#phone/state/control.ts'
import { findings } from '#test/browser/support/axe.ts'
import { openBrowser, skipReason } from '#test/browser/support/chromium.ts'
import { type Language, type Look, type PhonePage, visit } from '#test/browser/support/phone-page.ts'
import { startShop } from '#test/browser/support/shop.ts'

const words = {
  en: {
    ...{ message: 'Message', person: 'Omar', hello: 'Hello', agent: 'I want to talk to a person' },
    ...{ yourAnswer: 'Your answer', answer: 'Answer', giveBack: 'Give back to the shop', said: 'Yes, on Friday.' },
    ...{
      attach: 'Attach',
      location: 'Location',
      more: 'More',
      address: 'Al Olaya, King Fahd Road, building 12, Riyadh',
    },
    pay: /^Pay SAR/,
  },
  ar: {
    ...{ message: 'رسالة', person: 'سارة', hello: 'السلام عليكم', agent: 'أريد التحدث مع موظف' },
    ...{ yourAnswer: 'ردّك', answer: 'ردّ', giveBack: 'أعده إلى المتجر', said: 'نعم، يوم الجمعة.' },
    ...{ attach: 'إرفاق', location: 'الموقع', more: 'المزيد', address: 'حي العليا، طريق الملك فهد، مبنى 12، الرياض' },
    pay: /^دفع/,
  },
} as const satisfies Record<Language, Record<string, unknown>>

if (skipReason) {
  t.plan(0, skipReason)
} else {
  t.setTimeout(150_000)
  const [shop, browser] = await Promise.all([startShop(t), openBrowser(t)])
  const control = openControl({ baseUrl: shop.phoneUrl, fetch })

  const look = async (t: Test, phone: PhonePage, name: string) => {
    await phone.shoot(`sheet-${name}`)
    t.same(await findings(phone), [], name)
  }

  const openChat = async (phone: PhonePage) => {
    await phone.page.getByRole('button', { name: words[phone.look.language].person }).first().click()
    await phone.page.locator('.chat-row').first().click()
  }

  const type = async (phone: PhonePage, text: string) => {
    const { message } = words[phone.look.language]
    await phone.device.getByRole('textbox', { name: message, exact: true }).fill(text)
    await phone.page.keyboard.press('Enter')
  }

  const attendByHand = async (t: Test, phone: PhonePage) => {
    const { page } = phone
    const { agent, yourAnswer, answer, giveBack, said, hello } = words[phone.look.language]
    await openChat(phone)
    await type(phone, agent)
    await phone.message('buttons').waitFor()
    await page.locator('#tab-owner').click()
    await page.getByLabel(yourAnswer).fill(said)
    await look(t, phone, 'owner-waiting')
    const lists = page.locator('.row-theirs[data-kind="list"]')
    const before = await lists.count()
    await page.getByRole('button', { name: answer, exact: true }).click()
    await page.locator('.row-theirs', { hasText: said }).waitFor()
    await type(phone, hello)
    await page.locator('.waiting-words', { hasText: hello }).waitFor()
    t.equal(await lists.count(), before, 'the shop stays silent to what they say')
    await page.getByRole('button', { name: giveBack }).click()
    await page.getByLabel(yourAnswer).waitFor({ state: 'detached' })
    await type(phone, hello)
    await lists.nth(before).waitFor()
    t.pass('and speaks again')
  }

  const leaveUnpaid = async (t: Test, phone: PhonePage) => {
    const { page } = phone
    const { address, pay, attach, location, more, hello } = words[phone.look.language]
    await openChat(phone)
    await type(phone, hello)
    await phone.message('list').waitFor()
    await sendCart(phone)
    await phone.message('location_request').waitFor()
    await page.getByRole('button', { name: attach, exact: true }).click()
    await look(t, phone, 'attach')
    await phone.sheet.getByRole('button', { name: location, exact: true }).click()
    await look(t, phone, 'location')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: more, exact: true }).click()
    await look(t, phone, 'menu')
    await page.keyboard.press('Escape')
    await type(phone, address)
    await phone.message('buttons').getByRole('button', { name: pay }).click()
    await phone.message('cta_url').getByRole('button', { name: pay }).click()
    const frame = page.frameLocator('.pay-frame')
    await frame.locator('button[value="leave"]').waitFor()
    await look(t, phone, 'pay')
    await frame.locator('button[value="leave"]').click()
    await frame.locator('a[href*="/wa.me/"]').first().click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    t.ok(await phone.message('cta_url').isVisible(), 'the chat is there again')
  }

  /** Two things out of WhatsApp's catalog, in the chat on the screen. */
  const sendCart = async (phone: PhonePage) => {
    const { numbers, shoppers } = await control.phone()
    const { person } = words[phone.look.language]
    const phoneNumberId = numbers[0]?.phoneNumberId ?? ''
    const shopper = shoppers.find(({ name }) => name === person)
    const { items } = await control.catalog(phoneNumberId)
    const chosen = items.filter(({ availability }) => availability === 'in stock').slice(0, 2)
    const order = { items: chosen.map(({ retailerId }) => ({ retailerId, quantity: 1 })) }
    await control.say(shopper?.id ?? '', { phoneNumberId, order })
  }

  const looks: Look[] = [
    { language: 'en', width: 1440, theme: 'light' },
    { language: 'ar', width: 1440, theme: 'dark' },
  ]
  for (const each of looks) {
    const named = `${each.language}, ${each.theme}`
    await t.test(`an unpaid visit to the payment page leads back to the chat: ${named}`, (t) =>
      visit(t, { browser, shop, look: { ...each, width: 390 } }, (phone) => leaveUnpaid(t, phone)),
    )
    await t.test(`an owner answers who waits for a person, and gives them back: ${named}`, (t) =>
      visit(t, { browser, shop, look: each }, (phone) => attendByHand(t, phone)),
    )
  }
}
