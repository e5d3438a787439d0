import t from 'tap'
import { directionOf, directionOfLine } from '#phone/chat/bidi.ts'

const cases: [name: string, text: string, expected: 'ltr' | 'rtl' | null][] = [
  ['English', 'Fresh dates', 'ltr'],
  ['Arabic', 'تمر طازج', 'rtl'],
  ['Arabic behind figures', '3 كيلو', 'rtl'],
  ['Arabic behind an emoji', '🎉 تم الطلب', 'rtl'],
  ['Arabic-Indic figures alone', '٣٤', null],
  ['figures alone', '125.50', null],
  ['Arabic behind an isolated English name', '\u2068Dar Al Tamr\u2069 مفتوح', 'rtl'],
  ['an isolate in an isolate', '\u2068a \u2067ب\u2069 c\u2069 تمر', 'rtl'],
  ['an isolate alone', '\u2068SAR 5\u2069', null],
  ['a mark of direction', '\u200f125', 'rtl'],
  ['an order number in an Arabic sentence', 'طلبك DT-1001', 'rtl'],
  ['Hebrew', 'שלום', 'rtl'],
  ['nothing', '', null],
]

for (const [name, text, expected] of cases) {
  t.test(`${name} runs ${expected ?? 'as what is around it'}`, async (t) => t.equal(directionOf(text), expected))
}

t.test('a line of figures runs as the message does', async (t) => {
  t.equal(directionOfLine('125.50', 'المجموع:\n125.50'), 'rtl')
  t.equal(directionOfLine('125.50', 'Total:\n125.50'), 'ltr')
})

t.test('a line of another language runs its own way', async (t) => {
  t.equal(directionOfLine('Dar Al Tamr', 'أهلاً\nDar Al Tamr'), 'ltr')
})

t.test('what is isolated decides only when there is nothing else', async (t) => {
  t.equal(directionOfLine('\u2068SAR 5\u2069', '\u2068SAR 5\u2069'), 'ltr')
  t.equal(directionOfLine('5', '5'), null)
})
