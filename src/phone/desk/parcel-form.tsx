import { useState } from 'preact/hooks'
import { Stepper } from '#phone/shop/stepper.tsx'
import { showToast } from '#phone/state/toast.ts'
import { language } from '#phone/text/language.ts'
import { pick } from '#shared/language.ts'
import { askShop } from './ask-shop.ts'
import { courierWords } from './courier-words.ts'
import { type Chosen, leftToShip, parcelLines } from './parcels.ts'
import type { OrderLine, OrderRow, Shipment } from './shop-api.types.ts'

type ParcelFormProps = { order: OrderRow; phoneNumberId: string; onSent: () => void }

/** What goes into the next parcel, and who carries it. */
export function ParcelForm({ order, phoneNumberId, onSent }: ParcelFormProps) {
  const words = courierWords()
  const [chosen, setChosen] = useState<Chosen>({})
  const [carrier, setCarrier] = useState('Aramex')
  const [trackingNumber, setTrackingNumber] = useState(`DK${order.number}-${parcelNumber(order)}`)
  const [trouble, setTrouble] = useState('')
  const lines = parcelLines(order, chosen)
  const send = async () => {
    const body = { orderId: order.id, lines, carrier, trackingNumber }
    const answer = await askShop<Shipment>({ phoneNumberId, method: 'POST', path: '/v1/shipments', body })
    setTrouble(answer.done ? '' : words.failed(answer.why))
    if (answer.done) {
      showToast(words.sent)
      onSent()
    }
  }
  return (
    <form
      class="parcel-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h3>{words.packing}</h3>
      <ul class="desk-lines">
        {order.lines
          .filter((line) => leftToShip(line) > 0)
          .map((line) => (
            <li key={line.id}>
              <LineChoice line={line} chosen={chosen} onChoose={setChosen} />
            </li>
          ))}
      </ul>
      <div class="desk-row">
        <Field label={words.carrier} value={carrier} onChange={setCarrier} />
        <Field label={words.tracking} value={trackingNumber} onChange={setTrackingNumber} />
      </div>
      <button
        type="submit"
        class="main-button"
        disabled={lines.length === 0 || carrier === '' || trackingNumber === ''}
      >
        {words.send}
      </button>
      {trouble === '' ? null : (
        <p class="desk-trouble" role="alert">
          {trouble}
        </p>
      )}
    </form>
  )
}

/** A tracking number of its own for each parcel, to begin with. */
function parcelNumber({ lines }: OrderRow): number {
  return 1 + lines.reduce((sum, { shippedQuantity }) => sum + shippedQuantity, 0)
}

type LineChoiceProps = { line: OrderLine; chosen: Chosen; onChoose: (chosen: Chosen) => void }

function LineChoice({ line, chosen, onChoose }: LineChoiceProps) {
  const left = leftToShip(line)
  const title = lineTitle(line)
  return (
    <>
      <span>
        <bdi>{title}</bdi>
        <small>{courierWords().left(left)}</small>
      </span>
      <Stepper
        title={title}
        value={chosen[line.id] ?? left}
        most={left}
        onChange={(value) => onChoose({ ...chosen, [line.id]: value })}
      />
    </>
  )
}

/** The product with its option, in the page's language. */
export function lineTitle({ title, optionTitle }: Pick<OrderLine, 'title' | 'optionTitle'>): string {
  const parts = [title, optionTitle].map((text) => pick(text, language.value, 'en'))
  return parts.filter((part) => part !== '').join(' · ')
}

type FieldProps = { label: string; value: string; onChange: (value: string) => void }

function Field({ label, value, onChange }: FieldProps) {
  return (
    <label class="desk-field">
      <span>{label}</span>
      <input
        class="desk-input"
        dir="auto"
        maxLength={60}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </label>
  )
}
