import t from 'tap'
import { ConfigFaults } from '#app/config.ts'
import { exitCodeOf, type Finding, formatFindings, runDoctor } from '#app/doctor/doctor.ts'
import { type Answers, type Clinic, type Json, openClinic } from './doctor-clinic.ts'

const clinic = await openClinic(t)

const worst = (findings: readonly Finding[]) =>
  findings
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .map(({ check, status }) => `${status} ${check}`)

function find(findings: readonly Finding[], check: string): Finding {
  const found = findings.filter((finding) => finding.check === check)
  return found.find(({ status }) => status !== 'pass') ?? found[0] ?? { check, status: 'skip', detail: 'not checked' }
}

t.test('a shop in order passes every check', async (t) => {
  const findings = await clinic.examine()
  t.same(worst(findings), [], formatFindings(findings))
  t.equal(exitCodeOf(findings), 0)
  const passed = findings.filter(({ status }) => status === 'pass').map(({ check }) => check)
  t.same(passed, [
    'configuration',
    'database',
    'database clock',
    'schema',
    'store wall',
    'public address',
    'meta',
    'work',
    'palm: token',
    'palm: account',
    'palm: number',
    'palm: webhooks',
    'palm: webhook address',
    'palm: last webhook',
    'palm: catalog',
    'palm: templates',
    'palm: stripe',
    'palm: stripe webhook secret',
    'palm: shop',
  ])
})

t.test('every warning and failure says how to mend it', async (t) => {
  const findings = await clinic.examine({ WHATSAPP_APP_ID: '77', REDIS_URL: 'redis://127.0.0.1:1' })
  for (const { status, fix, check } of findings) {
    if (status === 'warn' || status === 'fail') t.match(fix, /\w{3}/, check)
    else t.equal(fix, undefined)
  }
  t.equal(exitCodeOf(findings), 1)
})

type Planted = {
  fault: string
  answers?: Answers
  variables?: Record<string, string>
  check: string
  status?: Finding['status']
  detail: RegExp
  fix: RegExp
}

const tokenSays = (facts: Json): Answers => ({ debug_token: ({ data }) => ({ data: { ...data, ...facts } }) })
const numberSays = (facts: Json): Answers => ({ '?fields=id%2Cdisplay': (body) => ({ ...body, ...facts }) })

const planted: Planted[] = [
  {
    fault: 'a token that expired',
    answers: tokenSays({ expires_at: 1_700_000_000 }),
    check: 'palm: token',
    detail: /expired 2023-11-14/,
    fix: /system user/,
  },
  {
    fault: 'a token for a day',
    answers: tokenSays({ expires_at: Math.floor(Date.now() / 1000) + 80_000 }),
    check: 'palm: token',
    status: 'warn',
    detail: /expires 20/,
    fix: /never expiring/,
  },
  {
    fault: 'a token without the catalog',
    answers: tokenSays({ scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'] }),
    check: 'palm: token',
    detail: /lacks catalog_management/,
    fix: /catalog_management ticked/,
  },
  {
    fault: 'a token that Meta calls invalid',
    answers: tokenSays({ is_valid: false, error: { message: 'The session was invalidated' } }),
    check: 'palm: token',
    detail: /session was invalidated/,
    fix: /whatsapp_access_token/,
  },
  {
    fault: 'another app’s id',
    variables: { WHATSAPP_APP_ID: '77' },
    check: 'palm: token',
    detail: /belongs to app 900100, and WHATSAPP_APP_ID is 77/,
    fix: /WHATSAPP_APP_SECRET/,
  },
  {
    fault: 'an app that is not subscribed',
    answers: { subscribed_apps: () => ({ data: [] }) },
    check: 'palm: webhooks',
    detail: /not subscribed/,
    fix: /POST \/206500000000001\/subscribed_apps/,
  },
  {
    fault: 'an account whose webhooks go elsewhere',
    answers: {
      subscribed_apps: ({ data }) => ({
        data: data.map((app: Json) => ({ ...app, override_callback_uri: 'https://other.test/hook' })),
      }),
    },
    check: 'palm: webhooks',
    detail: /other\.test/,
    fix: /override/,
  },
  {
    fault: 'a number whose webhooks go elsewhere',
    answers: numberSays({ webhook_configuration: { application: '', phone_number: 'https://other.test/hook' } }),
    check: 'palm: webhook address',
    detail: /other\.test/,
    fix: /override of the number/,
  },
  {
    fault: 'an app with another callback address',
    answers: numberSays({ webhook_configuration: { application: 'https://old.test/hook' } }),
    check: 'palm: webhook address',
    detail: /old\.test/,
    fix: /callback URL to http/,
  },
  {
    fault: 'a number that is not registered',
    answers: numberSays({ status: 'PENDING' }),
    check: 'palm: number',
    detail: /PENDING/,
    fix: /register/,
  },
  {
    fault: 'a number of low quality',
    answers: numberSays({ quality_rating: 'RED' }),
    check: 'palm: number',
    status: 'warn',
    detail: /RED/,
    fix: /Insights/,
  },
  {
    fault: 'a number that is not the account’s',
    answers: { phone_numbers: () => ({ data: [{ id: '42' }] }) },
    check: 'palm: account',
    detail: /which has 42/,
    fix: /both ids/,
  },
  {
    fault: 'another catalog',
    answers: { product_catalogs: () => ({ data: [{ id: '5' }] }) },
    check: 'palm: catalog',
    detail: /not the one connected/,
    fix: /connected to catalog 5/,
  },
  {
    fault: 'two connected catalogs',
    answers: { product_catalogs: ({ data }) => ({ data: [...data, { id: '5' }] }) },
    check: 'palm: catalog',
    status: 'warn',
    detail: /2 catalogs/,
    fix: /Leave one/,
  },
  {
    fault: 'a hidden catalog',
    answers: { commerce: () => ({ data: [{ is_cart_enabled: true, is_catalog_visible: false }] }) },
    check: 'palm: catalog',
    detail: /hidden/,
    fix: /Show catalog icon/,
  },
  {
    fault: 'a template that was paused',
    answers: {
      message_templates: ({ data, ...rest }) => ({
        ...rest,
        data: data.map((template: Json, place: number) => (place === 0 ? { ...template, status: 'PAUSED' } : template)),
      }),
    },
    check: 'palm: templates',
    detail: /is PAUSED/,
    fix: /review/,
  },
  {
    fault: 'no templates in one language',
    answers: {
      message_templates: ({ data, ...rest }) => ({
        ...rest,
        data: data.filter(({ language }: Json) => language !== 'ar'),
      }),
    },
    check: 'palm: templates',
    detail: /\(ar\)/,
    fix: /dukkan worker/,
  },
  {
    fault: 'no endpoint at Stripe',
    answers: { webhook_endpoints: (body) => ({ ...body, data: [] }) },
    check: 'palm: stripe',
    detail: /Stripe has none/,
    fix: /webhooks\/stripe\/sto_/,
  },
  {
    fault: 'an endpoint that hears too little',
    answers: {
      webhook_endpoints: (body) => ({
        ...body,
        data: body.data.map((endpoint: Json) => ({ ...endpoint, enabled_events: ['charge.refunded'] })),
      }),
    },
    check: 'palm: stripe',
    detail: /checkout\.session\.completed/,
    fix: /Add these events/,
  },
  {
    fault: 'an account that may not charge',
    answers: { '/v1/account': (body) => ({ ...body, charges_enabled: false }) },
    check: 'palm: stripe',
    detail: /may not charge/,
    fix: /dashboard/,
  },
  {
    fault: 'a test key in production',
    variables: {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://127.0.0.1:1',
      WHATSAPP_APP_SECRET: 'c0ffee0123456789abcdef',
      WHATSAPP_VERIFY_TOKEN: 'c0ffee0123456789abcdef',
    },
    check: 'palm: stripe',
    detail: /test key in production/,
    fix: /sk_live_/,
  },
  {
    fault: 'a Redis that is down',
    variables: { REDIS_URL: 'redis://127.0.0.1:1' },
    check: 'redis',
    detail: /ECONNREFUSED/,
    fix: /REDIS_URL/,
  },
  {
    fault: 'a Meta that cannot be reached',
    variables: { GRAPH_URL: 'http://127.0.0.1:1' },
    check: 'meta',
    detail: /does not answer/,
    fix: /127\.0\.0\.1:1/,
  },
  {
    fault: 'a public address that leads nowhere',
    variables: { PUBLIC_URL: 'http://127.0.0.1:1' },
    check: 'public address',
    detail: /does not answer/,
    fix: /dukkan server/,
  },
]

for (const { fault, answers = {}, variables = {}, check, status = 'fail', detail, fix } of planted) {
  t.test(`the doctor finds ${fault}`, async (t) => {
    Object.assign(clinic.answers, answers)
    const found = find(await clinic.examine(variables), check)
    for (const part of Object.keys(answers)) delete clinic.answers[part]
    t.match(found, { status, detail, fix })
  })
}

t.test('a wrong token is found and nothing else is asked with it', async (t) => {
  await clinic.keep('whatsapp_access_token', 'EAAwrong')
  const findings = await clinic.examine()
  await clinic.keep('whatsapp_access_token', 'EAAdoctortoken')
  t.match(find(findings, 'palm: token'), { status: 'fail', detail: /190/, fix: /system user/ })
  t.notOk(findings.some(({ check }) => check === 'palm: number'))
})

t.test('ids that name nothing, or something else, are told apart', async (t) => {
  const broken: [column: string, check: string, fix: RegExp][] = [
    ['waba_id', 'palm: account', /not the id of the business portfolio/],
    ['phone_number_id', 'palm: number', /not the phone number/],
  ]
  for (const [column, check, fix] of broken) {
    await edit(clinic, `${column} = '999999999'`)
    t.match(find(await clinic.examine(), check), { status: 'fail', fix }, column)
    await edit(clinic, `waba_id = '206500000000001', phone_number_id = '106500000000001'`)
  }
})

t.test('a wrong Stripe key, a missing secret and a currency that cannot be charged are found', async (t) => {
  await clinic.keep('stripe_secret_key', 'sk_test_wrong')
  t.match(find(await clinic.examine(), 'palm: stripe'), { status: 'fail', fix: /stripe_secret_key/ })
  await clinic.keep('stripe_secret_key', 'sk_test_doctor')
  await clinic.keep('stripe_webhook_secret', 'whatever')
  t.match(find(await clinic.examine(), 'palm: stripe webhook secret'), { status: 'fail', fix: /whsec_/ })
  await clinic.keep('stripe_webhook_secret', 'whsec_doctor')
  await edit(clinic, `currency = 'IQD'`)
  t.match(find(await clinic.examine(), 'palm: stripe'), { status: 'fail', detail: /no IQD/, fix: /cardPayments/ })
  await edit(clinic, `currency = 'SAR', card_payments = false`)
  t.match(find(await clinic.examine(), 'palm: stripe'), { status: 'skip' })
  await edit(clinic, 'card_payments = true')
})

t.test('a clock that is off is found on both sides', async (t) => {
  const findings = await clinic.examine({}, () => new Date(Date.now() + 45_000))
  t.match(find(findings, 'database clock'), { status: 'fail', detail: /ahead of PostgreSQL/, fix: /chrony/ })
  t.match(find(findings, 'meta'), { status: 'fail', detail: /ahead of Meta/ })
  const behind = await clinic.examine({}, () => new Date(Date.now() - 45_000))
  t.match(find(behind, 'meta'), { status: 'fail', detail: /behind Meta/ })
})

t.test('work that nobody does is found, and so are the shop’s own problems', async (t) => {
  const { database, storeId } = clinic
  await database.system(
    `insert into events (store_id, type, subject_id, shard, created_at)
     values ($1, 'order.placed', $1, 0, clock_timestamp() - interval '3 minutes')`,
    [storeId],
  )
  await database.system(
    `insert into store_problems (id, store_id, code, fix) values ($1, $1, 'catalog-drift', 'Look at it.')`,
    [storeId],
  )
  await edit(clinic, 'sending_parked_at = clock_timestamp()')
  const findings = await clinic.examine()
  t.match(find(findings, 'work'), { status: 'fail', detail: /oldest event/, fix: /dukkan worker/ })
  t.match(
    findings.filter(({ check }) => check === 'palm: shop'),
    [
      { status: 'fail', detail: /sending stands still/ },
      { status: 'warn', detail: 'catalog-drift', fix: 'Look at it.' },
    ],
  )
  await database.system('delete from events')
  await database.system('delete from store_problems')
  await edit(clinic, 'sending_parked_at = null')
})

t.test('a hole in the wall between stores is found', async (t) => {
  await owner(clinic, 'alter table orders no force row level security')
  t.match(find(await clinic.examine(), 'store wall'), { status: 'fail', detail: /open tables: orders/, fix: /force/ })
  await owner(clinic, 'alter table orders force row level security')
  await owner(clinic, 'create policy oops on stores for select to dukkan_app using (true)')
  t.match(find(await clinic.examine(), 'store wall'), { status: 'fail', detail: /1 stores are seen/ })
  await owner(clinic, 'drop policy oops on stores')
})

t.test('a migration that did not run is named, and the stores wait for it', async (t) => {
  const pg = `delete from mikro_orm_migrations where name = (select max(name) from mikro_orm_migrations) returning name`
  const [row] = (await owner(clinic, pg)) as { name: string }[]
  const findings = await clinic.examine()
  t.match(find(findings, 'schema'), { status: 'fail', detail: new RegExp(row?.name ?? '-'), fix: /dukkan migrate/ })
  t.match(find(findings, 'stores'), { status: 'skip' })
  await owner(clinic, `insert into mikro_orm_migrations (name) values ('${row?.name}')`)
})

t.test('a database that is not there or not named is found', async (t) => {
  const gone = await clinic.examine({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
  t.match(find(gone, 'database'), { status: 'fail', detail: /ECONNREFUSED/, fix: /DATABASE_URL/ })
  const unnamed = await clinic.examine({ DATABASE_URL: '' })
  t.match(find(unnamed, 'database'), { status: 'fail', fix: /DATABASE_URL/ })
})

t.test('each fault of the configuration is a finding of its own', async (t) => {
  const readConfig = () => {
    throw new ConfigFaults(['PORT must be a number', 'WHATSAPP_APP_ID is missing: the id of your Meta app'])
  }
  const findings = await runDoctor({ readConfig, now: () => new Date() })
  t.match(findings, [
    { check: 'configuration', status: 'fail', fix: /Set PORT/ },
    { check: 'configuration', status: 'fail', fix: /Set WHATSAPP_APP_ID/ },
  ])
})

t.test('findings are lined up for the terminal, with the way out below each', async (t) => {
  const text = formatFindings([
    { check: 'a', status: 'pass', detail: 'well' },
    { check: 'longer', status: 'fail', detail: 'broken', fix: 'Mend it.' },
    { check: 'b', status: 'skip', detail: 'not used' },
  ])
  t.equal(
    text,
    [
      'PASS  a       well',
      'FAIL  longer  broken',
      '              → Mend it.',
      'SKIP  b       not used',
      '',
      '1 passed, 0 to look at, 1 failed, 1 skipped',
    ].join('\n'),
  )
})

async function edit({ database, storeId }: Clinic, change: string): Promise<void> {
  await database.system(`update stores set ${change} where id = $1`, [storeId])
}

async function owner({ databaseUrl }: Clinic, statement: string): Promise<unknown[]> {
  const { Client } = await import('pg')
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
