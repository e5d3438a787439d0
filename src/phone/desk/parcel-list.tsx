import { useState } from 'preact/hooks'
import { skewMs } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { askShop } from './ask-shop.ts'
import { courierWords } from './courier-words.ts'
import { lineTitle } from './parcel-form.tsx'
import { courierSteps, type Scan, type Step, scanOf } from './parcels.ts'
import type { OrderRow, Recorded, Shipment } from './shop-api.types.ts'
import { useAnswer } from './use-answer.ts'

type ParcelListProps = { order: OrderRow; phoneNumberId: string; onActed: () => void }

/** The parcels of an order and what their carrier may report. */
export function ParcelList({ order, phoneNumberId, onActed }: ParcelListProps) {
  const words = courierWords()
  const path = `/v1/orders/${order.id}/shipments` as const
  const ask = () => askShop<{ data: Shipment[] }>({ phoneNumberId, method: 'GET', path })
  const answer = useAnswer(ask, [path, phoneNumberId, order])
  const parcels = answer?.done === true ? answer.body.data : []
  if (parcels.length === 0) return null
  return (
    <>
      <h3>{words.parcels}</h3>
      <ul class="desk-parcels">
        {parcels.map((parcel, at) => (
          <li key={parcel.id} class="parcel">
            <ParcelHead parcel={parcel} place={at + 1} order={order} />
            <Scans parcel={parcel} phoneNumberId={phoneNumberId} onActed={onActed} />
          </li>
        ))}
      </ul>
    </>
  )
}

function ParcelHead({ parcel, place, order }: { parcel: Shipment; place: number; order: OrderRow }) {
  const words = courierWords()
  const status = words.steps[parcel.status as Step] ?? parcel.status
  const inside = parcel.lines.map(({ orderLineId, quantity }) => {
    const line = order.lines.find(({ id }) => id === orderLineId)
    return `${quantity} × ${line === undefined ? orderLineId : lineTitle(line)}`
  })
  return (
    <p class="parcel-head">
      <strong>{words.parcel(place)}</strong> <span class="mark">{status}</span>
      <small>
        <bdi>{`${parcel.carrier ?? ''} ${parcel.trackingNumber ?? ''}`}</bdi>
      </small>
      <small dir="auto">{inside.join(language.value === 'ar' ? '، ' : ', ')}</small>
    </p>
  )
}

type ScansProps = { parcel: Shipment; phoneNumberId: string; onActed: () => void }
type Told = { text: string; bad: boolean }

/** Any step in any order, by the carrier's own clock; the last one can be sent again as it was. */
function Scans({ parcel, phoneNumberId, onActed }: ScansProps) {
  const words = courierWords()
  const [minutesAgo, setMinutesAgo] = useState<Ago>(0)
  const [last, setLast] = useState<Scan | null>(null)
  const [told, setTold] = useState<Told | null>(null)
  const report = async (scan: Scan) => {
    setLast(scan)
    setTold(await post({ phoneNumberId, parcel, scan }))
    onActed()
  }
  const nonce = () => crypto.randomUUID()
  return (
    <fieldset class="scans" aria-label={words.report}>
      <div class="chips">
        {courierSteps.map((step) => (
          <button
            key={step}
            type="button"
            class="chip"
            onClick={() => void report(scanOf(step, { nowMs: Date.now() + skewMs.value, minutesAgo, nonce: nonce() }))}
          >
            {words.steps[step]}
          </button>
        ))}
      </div>
      <div class="desk-row">
        <AgoPicker value={minutesAgo} onChange={setMinutesAgo} />
        <button type="button" class="plain-button" disabled={last === null} onClick={() => last && void report(last)}>
          {words.again}
        </button>
      </div>
      <p class={told?.bad ? 'desk-trouble' : 'desk-told'} role="status">
        {told?.text}
      </p>
    </fieldset>
  )
}

async function post({
  phoneNumberId,
  parcel,
  scan,
}: {
  phoneNumberId: string
  parcel: Shipment
  scan: Scan
}): Promise<Told> {
  const words = courierWords()
  const path = `/v1/shipments/${parcel.id}/events` as const
  const answer = await askShop<Recorded>({ phoneNumberId, method: 'POST', path, body: { events: [scan] } })
  if (!answer.done) return { text: words.failed(answer.why), bad: true }
  const { recorded, told } = answer.body
  if (recorded === 0) return { text: words.repeated, bad: false }
  if (told === null) return { text: words.toldNothing, bad: false }
  return { text: words.told(words.milestones[told as keyof typeof words.milestones] ?? told), bad: false }
}

type Ago = 0 | 60 | 1440
const agos: readonly Ago[] = [0, 60, 1440]

function AgoPicker({ value, onChange }: { value: Ago; onChange: (minutes: Ago) => void }) {
  const words = courierWords()
  return (
    <label class="desk-field">
      <span>{words.when}</span>
      <select
        class="desk-input"
        value={value}
        onChange={({ currentTarget }) => onChange(agos.find((each) => String(each) === currentTarget.value) ?? 0)}
      >
        {agos.map((minutes) => (
          <option key={minutes} value={minutes}>
            {words.ago[minutes]}
          </option>
        ))}
      </select>
    </label>
  )
}
