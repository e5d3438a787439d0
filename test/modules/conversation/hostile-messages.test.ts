import fc from 'fast-check'
import t from 'tap'
import type { Chat } from '#modules/conversation/chat.types.ts'
import { readInbound } from '#modules/conversation/inbound.rules.ts'
import { judgeLanguage } from '#modules/conversation/language.rules.ts'
import { understand } from '#modules/conversation/understand.rules.ts'
import { chat, now, store } from '#test/modules/conversation/situations.ts'

const types = fc.constantFrom(
  ...[
    'text',
    'interactive',
    'button',
    'order',
    'location',
    'contacts',
    'audio',
    'image',
    'system',
    'reaction',
    'unknown',
  ],
)
const steps = fc.constantFrom<Chat['step']>('idle', 'address', 'phone', 'quantity')

function hear(body: unknown, step: Chat['step'] = 'idle') {
  const { said } = readInbound(body)
  const inStep = { ...chat, step, memory: { variantId: store.id } }
  judgeLanguage(said, { chat: inStep, store })
  return understand(said, { chat: inStep, store, now, readTap: () => null })
}

t.test('no shape of a message can stop a conversation: whatever arrives means something or nothing', async (t) => {
  const message = types.chain((type) =>
    fc.record({ type: fc.oneof(fc.constant(type), fc.jsonValue()), [type]: fc.jsonValue(), context: fc.jsonValue() }),
  )
  const bodies = fc.oneof(
    fc.jsonValue(),
    fc.record({ contact: fc.jsonValue(), message: fc.oneof(message, fc.jsonValue()) }),
  )
  fc.assert(
    fc.property(bodies, steps, (body, step) => typeof hear(body, step).is === 'string'),
    { numRuns: 2000 },
  )
  t.pass('2,000 bodies')
})

t.test('no text can hold a conversation up', async (t) => {
  const long = 4_000
  const texts = [
    ' '.repeat(long),
    '٣'.repeat(long),
    '05 '.repeat(long / 3),
    'phone '.repeat(long / 6),
    'رقم '.repeat(long / 4),
    ',;-'.repeat(long / 3),
    `x${','.repeat(long)}x`,
    'please '.repeat(long / 7),
    'لو سمحت '.repeat(long / 8),
    '1 '.repeat(long / 2),
    'e\u0301'.repeat(long / 2),
    '👨‍👩‍👧‍👦'.repeat(long / 11),
    'order '.repeat(long / 6),
    `+${'('.repeat(long)}`,
  ]
  for (const text of texts) {
    for (const step of ['idle', 'address', 'phone', 'quantity'] as const) {
      const since = performance.now()
      hear({ message: { type: 'text', text: { body: text } } }, step)
      const tookMs = performance.now() - since
      t.ok(tookMs < 2_000, `${text.slice(0, 8)}… while ${step}: ${tookMs.toFixed(1)} ms`)
    }
  }
})
