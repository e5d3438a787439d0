import { useEffect, useState } from 'preact/hooks'
import { priceText } from '#phone/shop/prices.ts'
import { text } from '#phone/state/fields.ts'
import { control } from '#phone/state/session.ts'
import { payments } from '#phone/state/store.ts'
import type { Payment } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { fromStripeAmount } from '#shared/money.ts'
import { resultOf } from './pay-steps.ts'
import { Settling } from './settling.tsx'
import { payWords } from './words.ts'

/** Payments whose money the bank has not sent yet; each waits until the visitor lets the bank speak. */
export function SlowPayments() {
  const words = payWords()
  const [asked, setAsked] = useState<Payment[]>([])
  const [round, setRound] = useState(0)
  const told = payments.value
  useEffect(() => {
    void control.sessions().then(
      ({ sessions }) => setAsked(sessions as Payment[]),
      () => undefined,
    )
  }, [told, round])
  const slow = asked.filter((payment) => resultOf(payment) === 'later')
  if (slow.length === 0) return null
  return (
    <section aria-label={words.onItsWay}>
      <h2>{words.onItsWay}</h2>
      <ul class="desk-cards">
        {slow.map((payment) => (
          <li key={payment.sessionId} class="desk-card">
            <strong>{amountOf(payment)}</strong>
            <Settling sessionId={payment.sessionId} onDone={() => setRound(round + 1)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What the card page asked for, in Stripe's own units until here. */
function amountOf({ amountTotal, currency, sessionId }: Payment): string {
  const code = text(currency).toUpperCase()
  if (typeof amountTotal !== 'number' || code === '') return sessionId
  return priceText(fromStripeAmount(amountTotal, code), language.value)
}
