import { useState } from 'preact/hooks'
import { priceText } from '#phone/shop/prices.ts'
import { chats } from '#phone/state/store.ts'
import { showToast } from '#phone/state/toast.ts'
import { language } from '#phone/text/language.ts'
import { parseMajor } from '#shared/money.ts'
import { askShop } from './ask-shop.ts'
import { courierWords } from './courier-words.ts'
import { readOrders } from './read-orders.ts'
import type { OrderRow, PaymentsOfOrder, RefundRow } from './shop-api.types.ts'
import { useAnswer, useQuiet } from './use-answer.ts'

const withMoney = new Set(['paid', 'partially_refunded'])

/** Orders whose card payment can be given back, whole or in part. */
export function RefundList({ phoneNumberId }: { phoneNumberId: string }) {
  const words = courierWords()
  const [acted, setActed] = useState(0)
  const quiet = useQuiet(chats.value)
  const answer = useAnswer(() => readOrders(phoneNumberId), [phoneNumberId, quiet, acted])
  const orders = (answer?.done === true ? answer.body.data : []).filter(
    ({ paymentMethod, paymentStatus }) => paymentMethod === 'card' && withMoney.has(paymentStatus),
  )
  return (
    <section aria-label={words.refunds}>
      <h2>{words.refunds}</h2>
      {orders.length === 0 ? <p class="desk-empty">{words.noRefunds}</p> : null}
      <ul class="desk-cards">
        {orders.map((order) => (
          <li key={order.id} class="desk-card">
            <RefundForm order={order} phoneNumberId={phoneNumberId} onDone={() => setActed((before) => before + 1)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type RefundFormProps = { order: OrderRow; phoneNumberId: string; onDone: () => void }

function RefundForm({ order, phoneNumberId, onDone }: RefundFormProps) {
  const words = courierWords()
  const [figure, setFigure] = useState('')
  const [trouble, setTrouble] = useState('')
  const send = async () => {
    const why = await refund({ order, phoneNumberId, figure })
    setTrouble(why)
    if (why !== '') return
    showToast(words.refunded)
    setFigure('')
    onDone()
  }
  return (
    <form
      class="variant"
      aria-label={`${words.refund}: ${words.order(order.number)}`}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <span class="variant-title">
        <strong>{words.order(order.number)}</strong> <Balance order={order} phoneNumberId={phoneNumberId} />
      </span>
      <div class="desk-row">
        <label class="desk-field">
          <span>{words.refundAmount}</span>
          <input
            class="desk-input"
            dir="ltr"
            inputMode="decimal"
            value={figure}
            onInput={({ currentTarget }) => setFigure(currentTarget.value)}
          />
        </label>
        <button type="submit" class="plain-button">
          {words.refund}
        </button>
      </div>
      {trouble === '' ? null : (
        <p class="desk-trouble" role="alert">
          {trouble}
        </p>
      )}
    </form>
  )
}

/** What was paid, and what of it went back. */
function Balance({ order, phoneNumberId }: { order: OrderRow; phoneNumberId: string }) {
  const words = courierWords()
  const path = `/v1/orders/${order.id}/payments` as const
  const ask = () => askShop<PaymentsOfOrder>({ phoneNumberId, method: 'GET', path })
  const answer = useAnswer(ask, [path, phoneNumberId, order])
  if (answer?.done !== true) return null
  const { charged, refunded } = answer.body
  const [paid, back] = [charged, refunded].map((amount) => priceText(amount, language.value))
  return <small>{refunded.amount === 0 ? words.paid(paid ?? '') : words.paidBack(paid ?? '', back ?? '')}</small>
}

type Refunding = { order: OrderRow; phoneNumberId: string; figure: string }

/** Why not; empty when the shop has decided it. */
async function refund({ order, phoneNumberId, figure }: Refunding): Promise<string> {
  const words = courierWords()
  const amount = parseMajor(figure, order.total.currency)
  if (figure.trim() !== '' && amount === null) return words.badPrice
  const path = `/v1/orders/${order.id}/refunds` as const
  const body = amount === null ? {} : { amount }
  const answer = await askShop<{ data: RefundRow[] }>({ phoneNumberId, method: 'POST', path, body })
  return answer.done ? '' : words.failed(answer.why)
}
