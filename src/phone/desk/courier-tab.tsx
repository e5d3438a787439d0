import { useState } from 'preact/hooks'
import { priceText } from '#phone/shop/prices.ts'
import { chats } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { courierWords } from './courier-words.ts'
import { deskNumber, NumberPicker } from './desk-number.tsx'
import { ParcelForm } from './parcel-form.tsx'
import { ParcelList } from './parcel-list.tsx'
import { isShippable } from './parcels.ts'
import { readOrders } from './read-orders.ts'
import type { OrderRow } from './shop-api.types.ts'
import { useAnswer, useQuiet } from './use-answer.ts'

/** The courier's desk: parcels of an order's lines, and scans of them in whatever order. */
export function CourierTab() {
  const words = courierWords()
  const [acted, setActed] = useState(0)
  const phoneNumberId = deskNumber.value?.phoneNumberId ?? ''
  const quiet = useQuiet(chats.value)
  const [pages, setPages] = useState(1)
  const answer = useAnswer(() => readOrders(phoneNumberId, pages), [phoneNumberId, pages, quiet, acted])
  return (
    <>
      <p class="desk-intro">{words.courierIntro}</p>
      <NumberPicker />
      {answer === null ? <p class="desk-empty">{words.loading}</p> : null}
      {answer?.done === false ? <p class="desk-trouble">{words.failed(answer.why)}</p> : null}
      {answer?.done === true && answer.body.data.length === 0 ? <p class="desk-empty">{words.noOrders}</p> : null}
      <ul class="desk-cards">
        {(answer?.done === true ? answer.body.data : []).map((order, at) => (
          <li key={order.id}>
            <OrderCard
              order={order}
              phoneNumberId={phoneNumberId}
              first={at === 0}
              onActed={() => setActed((before) => before + 1)}
            />
          </li>
        ))}
      </ul>
      {answer?.done === true && answer.body.more ? (
        <button type="button" class="plain-button" onClick={() => setPages(pages + 1)}>
          {words.older}
        </button>
      ) : null}
    </>
  )
}

type OrderCardProps = { order: OrderRow; phoneNumberId: string; first: boolean; onActed: () => void }

function OrderCard({ order, phoneNumberId, first, onActed }: OrderCardProps) {
  const words = courierWords()
  const [open, setOpen] = useState(first)
  const status = words.orderStatuses[order.status as keyof typeof words.orderStatuses] ?? order.status
  const id = `order-${order.id}`
  return (
    <article class="desk-card">
      <button type="button" class="order-head" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <strong>{words.order(order.number)}</strong>
        <span class={`mark mark-${order.status}`}>{status}</span>
        <span class="order-total">{priceText(order.total, language.value)}</span>
      </button>
      <div id={id} hidden={!open}>
        {open ? <OrderInside order={order} phoneNumberId={phoneNumberId} onActed={onActed} /> : null}
      </div>
    </article>
  )
}

function OrderInside({ order, phoneNumberId, onActed }: Omit<OrderCardProps, 'first'>) {
  const words = courierWords()
  const waiting = order.status === 'awaiting_payment' || order.status === 'on_hold'
  return (
    <>
      {isShippable(order) ? (
        <ParcelForm key={shippedCount(order)} order={order} phoneNumberId={phoneNumberId} onSent={onActed} />
      ) : (
        <p class="desk-empty">{waiting ? words.notYet : words.nothingLeft}</p>
      )}
      <ParcelList order={order} phoneNumberId={phoneNumberId} onActed={onActed} />
    </>
  )
}

/** The form starts anew once something of the order is sent. */
function shippedCount({ lines }: OrderRow): number {
  return lines.reduce((sum, { shippedQuantity }) => sum + shippedQuantity, 0)
}
