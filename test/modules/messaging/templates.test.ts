import t from 'tap'
import { templatedNotices } from '#modules/messaging/index.ts'
import { sameWords } from '#modules/messaging/templates/same-words.rules.ts'
import { type Json, openTalkingShop, type TalkingShop } from '#test/modules/messaging/talking-shop.ts'

const mirror = (shop: TalkingShop, where = 'true') =>
  shop.database.system<Json>(`select * from message_templates where ${where} order by name, language`)
const problems = (shop: TalkingShop) =>
  shop.database.system<Json>(
    'select code, subject from store_problems where resolved_at is null order by code, subject',
  )
const writes = async (shop: TalkingShop) => {
  const { entries } = await shop.control('GET', '/journal?kind=graph')
  return entries.filter((entry: Json) => entry.method === 'POST' && entry.status === 200)
}
/** One for each notice that has one, in Arabic and in English. */
const ALL = 2 * templatedNotices.length
const approved = (shop: TalkingShop) =>
  shop.until(async () => (await mirror(shop, `status = 'APPROVED'`)).length === ALL)
const again = (shop: TalkingShop) =>
  shop.database.system(`update schedule set next_run_at = clock_timestamp() where job = 'template-sync'`)

t.test('every notice has its template at Meta in every language of the store, and only once', async (t) => {
  const shop = await openTalkingShop(t)
  await shop.templates.run(shop.tools)
  await approved(shop)
  const made = await mirror(shop)
  t.equal(made.length, ALL)
  t.ok(made.every((each) => each.meta_id && each.category === 'UTILITY'))
  await again(shop)
  await shop.templates.run(shop.tools)
  t.equal((await writes(shop)).length, ALL, 'a second look changes nothing')
  const [plan] = await shop.database.system<Json>(`select * from schedule where job = 'template-sync'`)
  t.ok(plan.next_run_at.getTime() > Date.now() + 23 * 3_600_000, 'the next look is tomorrow')
})

t.test('a template whose words differ from ours is edited and reviewed anew', async (t) => {
  const shop = await openTalkingShop(t)
  await fetch(`${shop.sandbox.url}/v26.0/206500000000001/message_templates`, {
    method: 'POST',
    headers: { authorization: 'Bearer EAAtoken12345678', 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'dukkan_payment_expired_v1',
      language: 'en',
      category: 'UTILITY',
      parameter_format: 'NAMED',
      components: [
        {
          type: 'BODY',
          text: 'An older text about order {{number}}, with other words than we use today.',
          example: { body_text_named_params: [{ param_name: 'number', example: '1' }] },
        },
      ],
    }),
  })
  await shop.control('GET', '/quiet')
  // Meta names the second only: two equal verdicts in one second would be one webhook delivered twice.
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  await shop.templates.run(shop.tools)
  await approved(shop)
  const { entries } = await shop.control('GET', '/journal?kind=graph')
  const edits = entries.filter((entry: Json) => entry.method === 'POST' && !entry.path.endsWith('/message_templates'))
  t.equal(edits.length, 1)
  t.match(edits[0].body.components[0].text, /The payment link of your order \{\{number\}\} has ended/)
})

t.test('a rejected or paused template is a problem until Meta approves it', async (t) => {
  const shop = await openTalkingShop(t)
  await shop.templates.run(shop.tools)
  await approved(shop)
  const [template] = await mirror(shop, `name = 'dukkan_refund_decided_v1' and language = 'ar'`)
  const move = (status: string, more: Json = {}) =>
    shop.control('POST', `/templates/${template.meta_id}`, { status, ...more })
  await move('PAUSED')
  await shop.until(async () => (await problems(shop)).length === 1)
  t.match(await problems(shop), [{ code: 'template-unusable', subject: 'dukkan_refund_decided_v1 ar' }])
  await move('APPROVED')
  await shop.until(async () => (await problems(shop)).length === 0)
  t.match(await mirror(shop, `meta_id = '${template.meta_id}'`), [{ status: 'APPROVED' }])
})

t.test('a dearer category is written down and told', async (t) => {
  const shop = await openTalkingShop(t)
  await shop.templates.run(shop.tools)
  await approved(shop)
  await shop.control('POST', '/webhooks', {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '206500000000001',
        time: 1_795_000_000,
        changes: [
          {
            field: 'template_category_update',
            value: {
              message_template_id: 1,
              message_template_name: 'dukkan_order_shipped_v1',
              message_template_language: 'en',
              previous_category: 'UTILITY',
              new_category: 'MARKETING',
            },
          },
        ],
      },
    ],
  })
  await shop.until(async () => (await mirror(shop, `category = 'MARKETING'`)).length === 1)
  t.match(await problems(shop), [{ code: 'template-recategorized', subject: 'dukkan_order_shipped_v1 en' }])
})

t.test('what Meta refuses to create is tried again in a quarter of an hour, the rest stands', async (t) => {
  const shop = await openTalkingShop(t)
  await shop.misbehave({ api: 'templates', fault: 'code', code: 80008, details: 'too many calls', times: 1 })
  await shop.templates.run(shop.tools)
  const [plan] = await shop.database.system<Json>(`select * from schedule where job = 'template-sync'`)
  const minutes = (plan.next_run_at.getTime() - Date.now()) / 60_000
  t.ok(minutes > 13 && minutes < 16, `${minutes} minutes`)
  t.match(plan.last_error, /80008/)
  await again(shop)
  await shop.templates.run(shop.tools)
  await approved(shop)
})

t.test('a new access token is a reason to look at once', async (t) => {
  const shop = await openTalkingShop(t)
  await shop.templates.run(shop.tools)
  await approved(shop)
  await shop.database.system(`update message_templates set status = 'PAUSED'`)
  await shop.database.system(
    `update store_secrets set updated_at = clock_timestamp() where name = 'whatsapp_access_token'`,
  )
  await shop.database.system(`update schedule set next_run_at = now() + interval '1 day' where job = 'template-sync'`)
  await shop.templates.run(shop.tools)
  t.equal((await mirror(shop, `status = 'APPROVED'`)).length, ALL)
})

t.test('words are compared, not what Meta adds to them', async (t) => {
  const ours = [
    { type: 'BODY', text: 'Hi {{name}}', example: { body_text_named_params: [] } },
    {
      type: 'BUTTONS',
      buttons: [{ type: 'URL', text: 'Track', url: 'https://x/o/{{1}}', example: ['https://x/o/a'] }],
    },
  ]
  const theirs = [
    { type: 'buttons', buttons: [{ type: 'URL', text: 'Track', url: 'https://x/o/{{1}}', app_deep_link: {} }] },
    { type: 'body', text: 'Hi {{name}}' },
  ]
  t.ok(sameWords(theirs, ours))
  t.notOk(sameWords(theirs.slice(1), ours))
  t.notOk(sameWords([{ type: 'BODY', text: 'Hello {{name}}' }, ours[1] ?? {}], ours))
})
