import t from 'tap'
import { TapReport } from '#test/support/tap-report.ts'

function read(tap: string): { printed: string[]; report: TapReport } {
  const printed: string[] = []
  const report = new TapReport((line) => printed.push(line))
  for (const line of tap.split('\n')) report.read(line)
  return { printed, report }
}

const passing = `TAP version 14
1..1
# Subtest: test/a.test.ts
    # Subtest: a coupon expires
        ok 1 - refused
        1..1
    ok 1 - a coupon expires # time=1ms
    1..1
ok 1 - test/a.test.ts # time=2ms

# { total: 1, pass: 1 }`

const failing = `TAP version 14
# Subtest: test/b.test.ts
    ok 1 - fine
    a line of the shop's own log
    not ok 2 - totals agree
      ---
      diff: |
        ok -2
      ...
    ok 3 - fine again
      ---
      note: of no interest
      ...
not ok 1 - test/b.test.ts # time=2ms
  ---
  exitCode: 1
  ...

# { total: 4, pass: 2, fail: 1, skip: 1 }`

t.test('a file that passes is one line, and its assertions are counted', async (t) => {
  const { printed, report } = read(passing)
  t.strictSame(printed, ['ok 1 - test/a.test.ts # time=2ms'])
  t.strictSame(report.tally(true), { passed: 1, failed: 0 })
})

t.test('a file that fails shows what failed and what it said, and nothing that passed', async (t) => {
  const { printed, report } = read(failing)
  t.strictSame(printed, [
    'not ok 1 - test/b.test.ts # time=2ms',
    "    a line of the shop's own log",
    '    not ok 2 - totals agree',
    '      ---',
    '      diff: |',
    '        ok -2',
    '      ...',
  ])
  t.strictSame(report.tally(false), { passed: 2, failed: 1 })
})

t.test('a run that breaks off, or leaves with a fault it did not count, has failed', async (t) => {
  t.strictSame(read('TAP version 14').report.tally(true), { passed: 0, failed: 1 })
  t.strictSame(read(passing).report.tally(false), { passed: 1, failed: 1 })
})

t.test('the coverage table at the end is passed on', async (t) => {
  const table = ['----------|-------|', 'All files | 93.22 |', ' money.ts | 58.58 |', '----------|-------|']
  const { printed, report } = read(['TAP version 14', '1..0', ...table, '# { total: 3, pass: 3 }'].join('\n'))
  t.strictSame(printed, table)
  t.strictSame(report.tally(true), { passed: 3, failed: 0 })
})
