import fc from 'fast-check'
import t from 'tap'
import {
  cleanInbound,
  codePoints,
  cutGraphemes,
  foldText,
  isolate,
  parseQuantity,
  scriptOf,
  templateParameter,
  toArabicDigits,
  toLatinDigits,
} from '#shared/text.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(...'أإآٱاىيئؤةهـًَُّْٰ٣۳३３xX1é ßİςΣ가が\u200b\u200d\u202e\u2066\u2069\ufe0f👨👩🇸🇦\n\t\u0000\r'),
  }),
)

const family = '👨‍👩‍👧‍👦'
const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7f6, 0x1fbf0]

t.test('a digit means the same in every script', async (t) => {
  for (const zero of zeros) {
    const digits = Array.from({ length: 10 }, (_, digit) => String.fromCodePoint(zero + digit)).join('')
    t.equal(toLatinDigits(`a${digits}-`), 'a0123456789-', zero.toString(16))
    t.equal(foldText(digits), '0123456789')
  }
  t.equal(toLatinDigits('٣ + ۳ = ६, ①²Ⅻ½'), '3 + 3 = 6, ①²Ⅻ½', 'only decimal digits are digits')
})

t.test('a number keeps its meaning through the digits of any script', async () => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999 }), fc.constantFrom(...zeros), (quantity, zero) => {
      const written = [...String(quantity)].map((digit) => String.fromCodePoint(zero + Number(digit))).join('')
      return toLatinDigits(written) === String(quantity) && parseQuantity(written) === quantity
    }),
  )
})

t.test('a store that shows Arabic digits shows them, and they read back', async (t) => {
  t.equal(toArabicDigits('Order 4127'), 'Order ٤١٢٧')
  t.equal(toLatinDigits(toArabicDigits('0123456789')), '0123456789')
})

t.test('one search word finds every spelling of itself', async (t) => {
  const groups: string[][] = [
    ['احمد', 'أحمد', 'إحمد', 'آحمد', 'ٱحمد', 'أَحْمَد', 'احـــمد', 'ﺃﺣﻤﺪ', 'أ\u200dحمد'],
    ['قهوه', 'قهوة', 'قَهْوَةٌ', 'قهوۃ'],
    ['مصطفي', 'مصطفى', 'مصطفی'],
    ['مسوول', 'مسؤول'],
    ['شاي', 'شائ', 'شاى'],
    ['كتاب', 'کتاب'],
    ['الله', 'ﷲ', 'اللَّه'],
    ['لاتيه', 'ﻻتيه', 'لأتيه'],
    ['cafe', 'Café', 'CAFE\u0301', 'ｃａｆｅ', 'ca\u00adfe', 'c\u200ba\u200bf\u200be'],
    ['save10', 'ＳＡＶＥ１０', 'save١٠', 'Save۱۰'],
    ['two words', '  Two\u00a0\n words ', 'two\t\twords'],
    ['istanbul', 'İstanbul'],
    ['fish', 'ﬁsh'],
  ]
  for (const spellings of groups) {
    t.same([...new Set(spellings.map(foldText))], spellings.slice(0, 1), spellings.join(' '))
  }
})

t.test('words that differ stay different', async (t) => {
  const pairs = [
    ['تمر', 'تمور'],
    ['سلة', 'سل'],
    ['が', 'か'],
    ['कि', 'की'],
    ['SAVE10', 'ЅAVE10'],
    ['', '-'],
  ] as const
  for (const [one, other] of pairs) t.not(foldText(one), foldText(other), `${one} ${other}`)
})

t.test('folding twice is folding once, and leaves nothing invisible', async () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const folded = foldText(text)
      return foldText(folded) === folded && !/\p{Cf}|\u0640|^ | {2}| $/u.test(folded)
    }),
    { numRuns: 3000 },
  )
})

t.test('folding does not care how a text was composed', async () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const forms = (['NFC', 'NFD', 'NFKC', 'NFKD'] as const).map((form) => foldText(text.normalize(form)))
      return forms.every((folded) => folded === foldText(text))
    }),
    { numRuns: 1000 },
  )
})

t.test('what comes in can be stored: no NUL, no lone surrogate, line breaks kept', async (t) => {
  t.equal(cleanInbound('a\u0000b\u0007c\u001b[31m\u007f\u0085d'), 'abc[31md')
  t.equal(cleanInbound('one\r\ntwo\rthree\nfour\tfive'), 'one\ntwo\nthree\nfour\tfive')
  t.equal(cleanInbound('\ud800x\udc00'), '\ufffdx\ufffd')
  t.equal(cleanInbound(`سلام ${family}`), `سلام ${family}`)
})

t.test('cleaned text is well-formed, free of controls, and clean already', async () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const clean = cleanInbound(String.fromCharCode(...units))
      const controls = [...clean].filter((one) => /\p{Cc}/u.test(one) && one !== '\n' && one !== '\t')
      return clean.isWellFormed() && controls.length === 0 && cleanInbound(clean) === clean
    }),
    { numRuns: 1000 },
  )
})

t.test('lengths are counted in code points', async (t) => {
  t.equal(codePoints(''), 0)
  t.equal(codePoints('تمر'), 3)
  t.equal(codePoints('👍'), 1)
  t.equal(codePoints(family), 7)
})

t.test('a title is cut between characters the reader sees, with an ellipsis', async (t) => {
  const cases: [text: string, max: number, expected: string][] = [
    ['Ajwa dates', 10, 'Ajwa dates'],
    ['Ajwa dates', 9, 'Ajwa dat…'],
    ['Ajwa dates', 6, 'Ajwa…'],
    [`a${family}b`, 8, 'a…'],
    [`a${family}b`, 9, `a${family}b`],
    [`a${family}bc`, 9, `a${family}…`],
    ['cafe\u0301s', 5, 'caf…'],
    ['🇸🇦🇪🇬', 3, '🇸🇦…'],
    ['\r\n\r\nx', 3, '…'],
    [`e${'\u0301'.repeat(10_000)}`, 20, '…'],
    ['ab', 1, '…'],
    ['ab', 0, ''],
    ['', 0, ''],
  ]
  for (const [text, max, expected] of cases)
    t.equal(cutGraphemes(text, max), expected, `${text.slice(0, 20)} to ${max}`)
  t.equal(cutGraphemes('تمر عجوة', 10, 'utf8Bytes'), 'تمر…')
})

t.test('a cut text fits and ends where one of its characters ends', async () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  const units = fc.constantFrom('codePoints' as const, 'utf8Bytes' as const)
  fc.assert(
    fc.property(anyText, fc.nat({ max: 30 }), units, (text, max, by) => {
      const cut = cutGraphemes(text, max, by)
      const length = by === 'codePoints' ? [...cut].length : Buffer.byteLength(cut)
      if (cut === text || cut === '') return length <= max
      const kept = cut.slice(0, -1)
      const ends = new Set([0, ...Array.from(segmenter.segment(text), ({ segment, index }) => index + segment.length)])
      return length <= max && cut.endsWith('…') && text.startsWith(kept) && ends.has(kept.length)
    }),
    { numRuns: 3000 },
  )
})

t.test('a name cannot break out of its fence or turn the sentence around', async (t) => {
  t.equal(isolate('SKU-1'), '\u2068SKU-1\u2069')
  t.equal(isolate('a\u202eb\u2069c\u2067d'), '\u2068abcd\u2069')
  t.equal(isolate(isolate('4127')), isolate('4127'))
})

t.test('the language of a message is guessed from most of its letters', async (t) => {
  const cases: [string, ReturnType<typeof scriptOf>][] = [
    ['أريد تمر عجوة', 'arabic'],
    ['I want dates', 'latin'],
    ['أريد iPhone 15 أسود', 'arabic'],
    ['ok تمام شكرا', 'arabic'],
    ['ﻣﺮﺣﺒﺎ', 'arabic'],
    ['Crème brûlée', 'latin'],
    ['ab اب', 'other'],
    ['привет', 'other'],
    ['١٢٣', 'other'],
    ['123 👍', 'other'],
    ['', 'other'],
  ]
  for (const [text, script] of cases) t.equal(scriptOf(text), script, text)
})

t.test('a quantity is understood in figures and in words', async (t) => {
  const cases: [string, number][] = [
    ['3', 3],
    ['٣', 3],
    ['۳', 3],
    ['३', 3],
    ['３', 3],
    ['٠٣', 3],
    [' 12 ', 12],
    ['0', 0],
    ['x3', 3],
    ['X 3', 3],
    ['3x', 3],
    ['×٣', 3],
    ['One', 1],
    ['TEN', 10],
    ['واحد', 1],
    ['واحدة', 1],
    ['اثنين', 2],
    ['إثنان', 2],
    ['اتنين', 2],
    ['ثَلَاثَة', 3],
    ['تلاتة', 3],
    ['أربعة', 4],
    ['اربعه', 4],
    ['خمس', 5],
    ['ستة', 6],
    ['سبعة', 7],
    ['ثمانية', 8],
    ['تسعة', 9],
    ['عشرة', 10],
    ['9007199254740991', 9_007_199_254_740_991],
  ]
  for (const [text, quantity] of cases) t.equal(parseQuantity(text), quantity, text)
})

t.test('what is not a whole number is no quantity', async (t) => {
  const texts = [
    '',
    ' ',
    '-1',
    '1.5',
    '1,5',
    '٣٫٥',
    '2e3',
    '1e9',
    '0x10',
    'NaN',
    'x',
    'x3x',
    '3 3',
    'eleven',
    'three dates',
  ]
  for (const text of [...texts, '9007199254740993', '9'.repeat(100_000), '٣ تمرات', '½']) {
    t.equal(parseQuantity(text), null, text.slice(0, 20))
  }
})

t.test('a template parameter is one visible line that Meta takes', async (t) => {
  t.equal(templateParameter('Sara\nAl-Olaya\t\t street      5'), 'Sara Al-Olaya street 5')
  for (const empty of ['', '  \n ', '\u200b', '\u2068\u2069', '\u0000']) t.equal(templateParameter(empty), '-')
  t.equal(templateParameter('x'.repeat(2000)).length, 1024)
  t.equal(templateParameter('Ajwa dates', 6), 'Ajwa…')
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, max) => {
      const parameter = templateParameter(text, max)
      return parameter !== '' && codePoints(parameter) <= max && !/[\n\r\t]| {2}/.test(parameter)
    }),
  )
})
