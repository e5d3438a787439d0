import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { createTestDatabase } from '#test/support/database.ts'

const run = promisify(execFile)

type Said = { code: number; out: string; err: string }

/** `dukkan …` as an operator runs it, with a configuration of its own. */
async function openTerminal(t: Parameters<typeof createTestDatabase>[0]) {
  const { url } = await createTestDatabase(t)
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: url,
    WHATSAPP_APP_ID: '1',
    WHATSAPP_APP_SECRET: 'secret',
    WHATSAPP_VERIFY_TOKEN: 'token',
    DUKKAN_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  }
  return async (line: string, over: Record<string, string> = {}): Promise<Said> => {
    try {
      const args = ['src/entrypoints/dukkan.js', ...line.split(' ')]
      const { stdout, stderr } = await run(process.execPath, args, { env: { ...env, ...over } })
      return { code: 0, out: stdout, err: stderr }
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
      return { code, out: stdout, err: stderr }
    }
  }
}

const newStore =
  'store create --slug my-shop --name-en Mine --currency SAR --country SA --time-zone Asia/Riyadh ' +
  '--phone-number-id 1065000000 --display-phone-number +966500000001 --waba-id 7700000000'

t.test('an operator opens a store and gives and takes keys', async (t) => {
  const dukkan = await openTerminal(t)
  t.match(await dukkan('migrate'), { code: 0, out: /up to date/ })
  const opened = await dukkan(newStore)
  t.match(opened, { code: 0, out: /my-shop is open: sto_[0-9a-f]{32}[\s\S]*dk_live_/ }, opened.err)
  t.match(await dukkan(newStore), { code: 1, err: /Another store has this slug/ })
  const made = await dukkan('key create --store my-shop --name till --scopes orders:read')
  t.match(made, { code: 0, out: /^key_[0-9a-f]{32} {2}dk_live_/ }, made.err)
  const id = made.out.split(' ')[0] ?? ''
  t.match(await dukkan(`key revoke --store my-shop --id ${id}`), { code: 0, out: /opens nothing any more/ })
})

t.test('an operator imports a file of products, first to try and then for good', async (t) => {
  const dukkan = await openTerminal(t)
  await dukkan(newStore)
  const file = join(
    t.testdir({ 'products.csv': 'sku,title,price\nTEA,Tea,5\nMINT,,4\n', 'notes.txt': '' }),
    'products.csv',
  )
  const tried = await dukkan(`import ${file} --store my-shop --dry-run`)
  t.match(
    tried,
    { code: 1, out: /Dry run finished: 2 rows read\.\n {2}1 products new[\s\S]*line 3, title: / },
    tried.err,
  )
  t.match(await dukkan(`import ${file} --store my-shop`), { code: 1, out: /Import finished[\s\S]*1 products new/ })
  t.match(await dukkan(`import ${file} --store my-shop`), {
    out: /0 products new, 0 changed, 1 as they were, 1 left out/,
  })
  t.match(await dukkan(`import ${file.replace('products.csv', 'notes.txt')} --store my-shop`), {
    code: 1,
    err: /neither .csv nor/,
  })
  t.match(await dukkan('import /nowhere.csv --store my-shop'), { code: 1, err: /There is no file/ })
})

t.test('a mistake is answered with a sentence and the way out, never with a stack', async (t) => {
  const dukkan = await openTerminal(t)
  const mistakes: [string, RegExp][] = [
    ['key create --store nowhere --name x --scopes all', /There is no store nowhere/],
    ['server', /DATABASE_URL must look like/],
    [newStore.replace('SAR', 'XXQ'), /currency[\s\S]*ISO 4217/],
    ['store create --slug x', /required option/],
  ]
  for (const [line, sentence] of mistakes) {
    const said = await dukkan(line, line === 'server' ? { DATABASE_URL: 'mysql://x' } : {})
    t.equal(said.code, 1, line)
    t.match(said.err, sentence)
    t.notMatch(said.err, /\n {4}at /, line)
  }
  await dukkan(newStore)
  t.match(
    (await dukkan('key create --store my-shop --name x --scopes orders:nope')).err,
    /No such scope: orders:nope[\s\S]*There are: /,
  )
})

t.test('a server and a worker without a database say what brings one', async (t) => {
  const dukkan = await openTerminal(t)
  for (const command of ['server', 'worker']) {
    t.match(await dukkan(command, { DATABASE_URL: '' }), { code: 1, err: /only `dukkan start` brings a PostgreSQL/ })
  }
})

t.test('settings may stand in a .env file, and the environment wins over it', async (t) => {
  const { url } = await createTestDatabase(t)
  const folder = t.testdir({
    '.env': [
      `DATABASE_URL=${url}`,
      'WHATSAPP_APP_ID=1',
      'WHATSAPP_APP_SECRET=secret',
      'WHATSAPP_VERIFY_TOKEN=token',
      `DUKKAN_MASTER_KEYS=k1:${randomBytes(32).toString('base64')}`,
    ].join('\n'),
  })
  const migrate = (env: Record<string, string>) =>
    run(process.execPath, [resolve('src/entrypoints/cli.ts'), 'migrate'], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
    })
  t.match(await migrate({}), { stdout: /up to date/ })
  await t.rejects(migrate({ DATABASE_URL: 'mysql://x' }), /DATABASE_URL must look like/)
})
