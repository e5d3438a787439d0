import { useState } from 'preact/hooks'
import { Icon } from '#phone/chat/icons.tsx'
import { language } from '#phone/text/language.ts'
import type { WireRow } from './wire.ts'
import { WireDetails } from './wire-details.tsx'
import { exactTime } from './wire-time.ts'
import { wireWords } from './wire-words.ts'

/** One line of the wire; opened, it shows what was said. */
export function WireLine({ row }: { row: WireRow }) {
  const words = wireWords()
  const [open, setOpen] = useState(false)
  const { entry, direction, title, said, address } = row
  const id = `wire-${entry.n}`
  return (
    <li class={`wire-line wire-${entry.kind}`}>
      <button type="button" class="wire-head" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <span
          class={`wire-way wire-way-${direction}`}
          role="img"
          aria-label={direction === 'to-shop' ? words.toShop : words.fromShop}
        >
          <Icon name="down" size={16} />
        </span>
        <span class="wire-what">
          <bdi class="wire-title" dir="ltr">
            {title}
          </bdi>
          {said === '' ? (
            <bdi class="wire-address" dir="ltr">
              {address}
            </bdi>
          ) : (
            <span class="wire-said" dir="auto">
              {said}
            </span>
          )}
          <Marks row={row} />
        </span>
        <span class="wire-end">
          <Status row={row} />
          <small dir="ltr">{exactTime(entry.at, language.value)}</small>
        </span>
      </button>
      <div id={id} class="wire-details" hidden={!open}>
        {open ? <WireDetails row={row} /> : null}
      </div>
    </li>
  )
}

function Status({ row: { entry, ok, tookMs } }: { row: WireRow }) {
  return (
    <span class="wire-how">
      {tookMs === null ? null : <small dir="ltr">{`${tookMs} ms`}</small>}
      <span class={ok ? 'wire-status' : 'wire-status wire-status-bad'}>
        {entry.status === 0 ? wireWords().noAnswer : <bdi dir="ltr">{entry.status}</bdi>}
      </span>
    </span>
  )
}

function Marks({ row: { entry } }: { row: WireRow }) {
  const words = wireWords()
  const { fault, attempt = 1 } = entry
  if (fault === undefined && attempt < 2) return null
  return (
    <span class="wire-marks">
      {fault === undefined ? null : <span class="mark mark-bad">{words.fault(fault)}</span>}
      {attempt < 2 ? null : <span class="mark">{words.attempt(attempt)}</span>}
    </span>
  )
}
