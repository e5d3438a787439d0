import t from 'tap'
import { beginningOf, formatText, type Piece, plainText } from '#phone/chat/format.ts'

const pieces = (text: string): Piece[] => formatText(text)[0]?.pieces ?? []
const bold = (...inside: Piece[]): Piece => ({ mark: 'bold', pieces: inside })

const lines: [name: string, text: string, expected: Piece[]][] = [
  ['plain words', 'Fresh dates', ['Fresh dates']],
  ['bold', 'Total *125 SAR* only', ['Total ', bold('125 SAR'), ' only']],
  ['italic', '_soon_', [{ mark: 'italic', pieces: ['soon'] }]],
  ['struck out', '~150~ 125', [{ mark: 'strike', pieces: ['150'] }, ' 125']],
  ['mono', '`DT-1001`', [{ mark: 'code', pieces: ['DT-1001'] }]],
  ['a mark in a mark', '*so _very_ good*', [bold('so ', { mark: 'italic', pieces: ['very'] }, ' good')]],
  ['Arabic in bold, with what follows close by', '*المجموع:* 125', [bold('المجموع:'), ' 125']],
  ['an isolate within bold', '*\u2068SAR 5\u2069*', [bold('\u2068SAR 5\u2069')]],
  ['stars between figures are not marks', '5*3*2', ['5*3*2']],
  ['underscores in a name are not marks', 'my_file_name', ['my_file_name']],
  ['a star with a space after it is a star', 'a * b*', ['a * b*']],
  ['a lone star', 'only * one', ['only * one']],
  ['two stars', '**', ['**']],
  [
    'an address',
    'See https://a.test/p?x=1_2_3.',
    ['See ', { href: 'https://a.test/p?x=1_2_3', label: 'https://a.test/p?x=1_2_3' }, '.'],
  ],
  [
    'an address in an Arabic sentence',
    'الرابط https://a.test/p، شكراً',
    ['الرابط ', { href: 'https://a.test/p', label: 'https://a.test/p' }, '، شكراً'],
  ],
  [
    'an address inside an isolate',
    '\u2066https://a.test\u2069',
    ['\u2066', { href: 'https://a.test', label: 'https://a.test' }, '\u2069'],
  ],
  [
    'a number to call',
    'Call +966 50 123 4567 now',
    ['Call ', { href: 'tel:+966501234567', label: '+966 50 123 4567' }, ' now'],
  ],
  ['no script in an address', 'javascript:alert(1)', ['javascript:alert(1)']],
]

for (const [name, text, expected] of lines) {
  t.test(`formats ${name}`, async (t) => t.same(pieces(text), expected))
}

t.test('lists, quotes and numbered lines are told by how they begin', async (t) => {
  const text = '> said before\n- first\n* second\n2. third\nplain'
  t.same(
    formatText(text).map(({ kind, label, text }) => [kind, label, text]),
    [
      ['quote', '', 'said before'],
      ['bullet', '', 'first'],
      ['bullet', '', 'second'],
      ['number', '2.', 'third'],
      ['plain', '', 'plain'],
    ],
  )
})

t.test('a block of code keeps its lines and its marks as they are', async (t) => {
  t.same(
    formatText('before\n```\n*a*\n  b\n```\nafter').map(({ kind, text }) => [kind, text]),
    [
      ['plain', 'before'],
      ['code', '*a*'],
      ['code', '  b'],
      ['plain', 'after'],
    ],
  )
})

t.test('an empty line stays an empty line', async (t) => {
  t.same(
    formatText('a\n\nb').map(({ text }) => text),
    ['a', '', 'b'],
  )
})

t.test('a preview has the words without the marks', async (t) => {
  t.equal(plainText('*Total:* _125_\n1. `x`'), 'Total: 125\n1. x')
})

t.test('no text takes long to format, however it is written', async (t) => {
  for (const text of ['*_~'.repeat(2_000), '`'.repeat(5_000), `*${'a '.repeat(4_000)}`, '+1 '.repeat(3_000)]) {
    const began = performance.now()
    formatText(text)
    t.ok(performance.now() - began < 500, `${text.slice(0, 6)}… in time`)
  }
})

t.test('a very long text begins with whole words and says that it goes on', async (t) => {
  const long = 'word '.repeat(400)
  t.equal(beginningOf('short'), 'short')
  t.match(beginningOf(long), /^(?:word )+word…$/)
  t.ok(beginningOf('x'.repeat(5_000)).length < 900)
})
