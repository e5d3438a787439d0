import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { messagesPath, openStreet, shop, textTo, visitor } from './support.ts'

const file = resolve(import.meta.dirname, '../../../shared/conformance/webhooks.observed.schema.json')

t.test('every webhook has the shape observed at Meta', async (t) => {
  if (!existsSync(file)) return t.pass('no schema beside the project')
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const hidden = await visitor(street, { phone: null, username: 'x.y' })
  const acts = [
    { location: { latitude: 1, longitude: 2 } },
    { voice: true },
    { image: true },
    { document: true },
    { sticker: true },
    { contacts: [{ name: 'Mona', phone: '+201' }] },
    { reaction: { messageId: 'wamid.x', emoji: '' } },
    { unsupported: true },
    { edit: { messageId: 'wamid.x', text: 'y' } },
    { revoke: { messageId: 'wamid.x' } },
    { order: { items: [{ retailerId: 'a', quantity: 1, itemPrice: 7.99 }] } },
    { text: 'ad', referral: true },
    { text: 'about', context: { referredRetailerId: 'a' } },
  ]
  for (const act of acts) await street.control('POST', `/shoppers/${shopper.id}/say`, act)
  await street.control('POST', `/shoppers/${shopper.id}/change-number`)
  await street.control('POST', `/shoppers/${shopper.id}/change-user-id`)
  const button = { type: 'reply', reply: { id: 'a', title: 'A' } }
  await street.graph('POST', messagesPath, {
    messaging_product: 'whatsapp',
    recipient: hidden.bsuid,
    type: 'interactive',
    interactive: { type: 'button', body: { text: 'x' }, action: { buttons: [button] } },
  })
  await street.control('POST', `/shoppers/${hidden.id}/say`, { tap: { id: 'a' } })
  await street.control('POST', '/misbehave', { api: 'messages', fault: 'refuse_late', times: 1 })
  await street.graph('POST', messagesPath, textTo('201999999999'))
  await street.graph('POST', `/${shop.wabaId}/message_templates`, {
    name: 'hello',
    language: 'en',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Your order is here' }],
  })
  await street.quiet()

  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(file, 'utf8')),
  )
  t.ok(street.receiver.heard.length >= acts.length + 9)
  for (const { body } of street.receiver.heard) {
    t.ok(validate(body), JSON.stringify(validate.errors ?? body.entry[0].changes[0].field))
  }
})
