import t from 'tap'
import { type Nature, type Progress, takeStep } from '#modules/messaging/statuses/progress.ts'
import { readStatus, type StatusFact } from '#modules/messaging/statuses/status.rules.ts'

const at = (seconds: number) => new Date(1_795_000_000_000 + seconds * 1_000)

const fresh: Progress = {
  state: 'accepted',
  attempts: 1,
  wamid: 'wamid.1',
  sentAs: 'free_form',
  errorCode: null,
  errorDetails: null,
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  failedAt: null,
  pricingCategory: null,
  pricingType: null,
  waitSeconds: 0,
}
const chat: Nature = { notice: null, mustArrive: true }
const paper: Nature = { notice: 'order_confirmed', mustArrive: true }

function fact(status: StatusFact['status'], more: Partial<StatusFact> = {}): StatusFact {
  return { wamid: 'wamid.1', messageId: 'm', attempt: 1, status, at: at(5), pricing: null, error: null, ...more }
}

const failure = (code: number | null, more: Partial<StatusFact> = {}) =>
  fact('failed', { error: { code, details: 'why' }, ...more })

function play(start: Progress, facts: readonly StatusFact[], nature = chat): Progress {
  return facts.reduce((progress, each) => {
    const step = takeStep(progress, each, nature)
    return step.outcome === 'applied' ? step.progress : progress
  }, start)
}

const outcomeOf = (start: Partial<Progress>, news: StatusFact, nature = chat) =>
  takeStep({ ...fresh, ...start }, news, nature).outcome

t.test('in whatever order statuses come, the message ends at the furthest and keeps each time once', async (t) => {
  const [sent, delivered, read] = [
    fact('sent', { at: at(1) }),
    fact('delivered', { at: at(2) }),
    fact('read', { at: at(3) }),
  ] as const
  const orders = [
    [sent, delivered, read],
    [read, delivered, sent],
    [delivered, read, sent],
    [read, sent, delivered],
    [sent, read, delivered, sent, read],
  ]
  for (const order of orders) {
    const end = play(fresh, order)
    t.match(end, { state: 'read', sentAt: at(1), deliveredAt: at(2), readAt: at(3) })
  }
})

t.test('a later repetition never moves a time', async (t) => {
  t.same(play(fresh, [fact('delivered', { at: at(2) }), fact('delivered', { at: at(9) })]).deliveredAt, at(2))
})

t.test('what was doubted or still being sent is settled by a status', async (t) => {
  for (const state of ['sending', 'in_doubt', 'queued'] as const) {
    const end = play({ ...fresh, state, wamid: null, errorCode: 'unknown-outcome' }, [fact('sent')])
    t.match(end, { state: 'sent', wamid: 'wamid.1', errorCode: null })
  }
})

t.test('the price is kept from whichever status carries it', async (t) => {
  const pricing = { category: 'service', type: 'free_customer_service' }
  const end = play(fresh, [fact('read'), fact('sent', { pricing }), fact('delivered')])
  t.match(end, { pricingCategory: 'service', pricingType: 'free_customer_service' })
})

t.test('a failure ends a message, but not one that arrived', async (t) => {
  t.match(play(fresh, [fact('sent'), failure(131026)]), { state: 'failed', errorCode: '131026', failedAt: at(5) })
  t.equal(outcomeOf({ state: 'delivered' }, failure(131026)), 'ignored:failed-after-delivery')
  t.equal(outcomeOf({ state: 'read' }, failure(131026)), 'ignored:failed-after-delivery')
  t.equal(outcomeOf({ state: 'failed', failedAt: at(1) }, failure(131026)), 'ignored:known')
  t.match(play(fresh, [failure(131026), fact('delivered')]), { state: 'delivered' }, 'arriving is the stronger word')
})

t.test('a window that turned out closed makes a notice go as its template, once', async (t) => {
  const again = play(fresh, [failure(131047)], paper)
  t.match(again, { state: 'queued', errorCode: '131047', wamid: null, waitSeconds: 0 })
  t.match(play({ ...fresh, sentAs: 'template' }, [failure(131047)], paper), { state: 'failed' })
  t.match(play(fresh, [failure(131047)], chat), { state: 'failed' })
  t.match(play(fresh, [failure(131047)], { notice: 'apology', mustArrive: true }), { state: 'failed' })
})

t.test('statuses of the attempt that failed change nothing of the next', async (t) => {
  const again = play(fresh, [failure(131047)], paper)
  t.equal(takeStep(again, failure(131047, { at: at(6) }), paper).outcome, 'ignored:superseded')
  t.equal(takeStep(again, fact('sent'), paper).outcome, 'ignored:superseded')
  const next: Progress = { ...again, state: 'sending', attempts: 2 }
  t.equal(takeStep(next, failure(131047), paper).outcome, 'ignored:superseded')
  t.equal(takeStep(next, fact('sent'), paper).outcome, 'ignored:superseded')
  t.match(play(next, [fact('sent', { attempt: 2 })], paper), { state: 'sent' })
})

t.test('a repetition that was not needed is called off by the status of the first attempt', async (t) => {
  t.match(play({ ...fresh, state: 'queued', errorCode: 'repeat' }, [fact('delivered')]), { state: 'delivered' })
  t.match(play({ ...fresh, state: 'sending', attempts: 2 }, [fact('sent')]), { state: 'sent' })
})

t.test('trouble at Meta’s side that comes late is worth another try, while there are some left', async (t) => {
  t.match(play(fresh, [failure(131000)]), { state: 'queued', waitSeconds: 30 })
  t.match(play({ ...fresh, attempts: 3 }, [failure(131000, { attempt: 3 })]), { state: 'failed' })
  t.match(play(fresh, [failure(131000)], { notice: null, mustArrive: false }), { state: 'failed' })
})

t.test('an unpaid bill parks the store and loses no message', async (t) => {
  const step = takeStep(fresh, failure(131042), chat)
  t.match(step, { outcome: 'applied', park: 'billing', progress: { state: 'queued' } })
})

t.test('a failure without a code is a failure all the same', async (t) => {
  t.match(play(fresh, [failure(null)]), { state: 'failed', errorCode: 'unknown' })
})

t.test('statuses are read from what Meta sends', async (t) => {
  const id = '019a0000-0000-7000-8000-000000000001'
  const received = at(100)
  const read = (status: object) => readStatus({ number: '1', contact: null, status }, received)
  t.match(
    read({
      id: 'wamid.X',
      status: 'delivered',
      timestamp: '1795000005',
      biz_opaque_callback_data: `${id}.2`,
      pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
    }),
    {
      fact: {
        wamid: 'wamid.X',
        messageId: id,
        attempt: 2,
        status: 'delivered',
        at: at(5),
        pricing: { type: 'regular', category: 'utility' },
        error: null,
      },
    },
  )
  t.match(
    read({
      id: 'w',
      status: 'failed',
      errors: [{ code: 131026, title: 'x', error_data: { details: 'Undeliverable' } }],
    }),
    { fact: { status: 'failed', messageId: null, at: received, error: { code: 131026, details: 'Undeliverable' } } },
  )
  t.match(read({ id: 'w', status: 'played', timestamp: '1795000005' }), { fact: { status: 'read' } })
  t.strictSame(read({ id: 'w', status: 'warning' }), { ignored: 'unknown-status' })
  t.strictSame(read({ id: 'w', status: 'captured', type: 'payment' }), { ignored: 'other-status' })
  t.strictSame(read({ id: 'w', status: 'sent', biz_opaque_callback_data: 'campaign:7' }), { ignored: 'foreign' })
  t.strictSame(readStatus(null, received), { ignored: 'unknown-status' })
  t.match(read({ id: 'w', status: 'failed', timestamp: 'soon', errors: 'x' }), {
    fact: { at: received, error: { code: null } },
  })
})
