import t from 'tap'
import { isBsuid, maskPhone, parsePhone } from '#shared/phone.ts'

t.test('a phone is understood as shoppers of the country write it', async (t) => {
  const cases: [input: string, country: string, expected: string][] = [
    ['01001234567', 'EG', '+201001234567'],
    ['0100 123-4567', 'EG', '+201001234567'],
    ['٠١٠٠١٢٣٤٥٦٧', 'EG', '+201001234567'],
    ['۰۱۰۰۱۲۳۴۵۶۷', 'EG', '+201001234567'],
    ['０１００１２３４５６７', 'EG', '+201001234567'],
    ['01٠٠-123-4567', 'EG', '+201001234567'],
    ['201001234567', 'EG', '+201001234567'],
    ['+20 100 123 4567', 'SA', '+201001234567'],
    ['0020 100 123 4567', 'SA', '+201001234567'],
    ['٠٠٢٠١٠٠١٢٣٤٥٦٧', 'SA', '+201001234567'],
    ['0020 100 123 4567', 'US', '+201001234567'],
    ['\u202a+20 100 123 4567\u202c', 'SA', '+201001234567'],
    ['501234567', 'SA', '+966501234567'],
    ['+965 5123 4567', 'EG', '+96551234567'],
    ['+1 415 555 2671', '', '+14155552671'],
  ]
  for (const [input, country, expected] of cases)
    t.equal(parsePhone(input, country), expected, `${input} in ${country}`)
})

t.test('what is no phone is not made into one', async (t) => {
  const cases: [input: string, country: string][] = [
    ['', 'EG'],
    ['12345', 'EG'],
    ['+20100', 'EG'],
    ['call 01001234567', 'EG'],
    ['01001234567', 'XX'],
    ['01001234567', ''],
    ['EG.13491208655302741918', 'EG'],
    ['EG.01001234567', 'EG'],
    ['eg.01001234567', 'EG'],
    ['EG.ENT.01001234567', 'EG'],
    ['0'.repeat(100_000), 'EG'],
  ]
  for (const [input, country] of cases) t.equal(parsePhone(input, country), null, `${input.slice(0, 40)} in ${country}`)
})

t.test("Meta's user ids are told from phones", async (t) => {
  for (const id of ['EG.13491208655302741918', 'SA.ENT.99aB', 'US.1', `US.${'9'.repeat(128)}`]) t.ok(isBsuid(id), id)
  const others = [
    '201001234567',
    '+201001234567',
    'EG.',
    'EGY.123',
    'eg.123',
    'EG.12-3',
    `US.${'9'.repeat(129)}`,
    ' EG.1',
  ]
  for (const text of others) t.notOk(isBsuid(text), text)
})

t.test('a log shows the country and three digits of a phone, and nothing of what it cannot read', async (t) => {
  t.equal(maskPhone('+201001234567'), '+20…567')
  t.equal(maskPhone('+14155552671'), '+1…671')
  t.equal(maskPhone('+96551234567'), '+965…567')
  for (const text of ['', '123', '+20', '+2012', 'EG.13491208655302741918', 'Sara']) t.equal(maskPhone(text), '…', text)
})
