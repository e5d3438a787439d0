import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { journal } from '#phone/state/store.ts'
import type { JournalLine } from '#phone/state/types.ts'
import { filterWire, openFilter, type WireFilter, type WireRow, wireRow } from './wire.ts'
import { WireFilters } from './wire-filters.tsx'
import { WireLine } from './wire-line.tsx'
import { wireWords } from './wire-words.ts'

/** Kept while other tabs are looked at. */
const filter = signal<WireFilter>(openFilter)
/** The lines as they were when the visitor paused; null while the wire runs. */
const paused = signal<readonly JournalLine[] | null>(null)

const page = 80
const rows = new WeakMap<JournalLine, WireRow>()

/** Read once for each line: the list is drawn again at every new one. */
function rowOf(line: JournalLine): WireRow {
  const known = rows.get(line) ?? wireRow(line)
  rows.set(line, known)
  return known
}

/** What went over the wire, newest first: at most the 500 lines the page keeps, some at a time. */
export function WireTab() {
  const words = wireWords()
  const [most, setMost] = useState(page)
  const lines = paused.value ?? journal.value
  const found = filterWire(lines.map(rowOf), filter.value)
  return (
    <>
      <p class="desk-intro">{words.intro}</p>
      <WireFilters
        filter={filter.value}
        onChange={(next) => {
          filter.value = next
          setMost(page)
        }}
      />
      <div class="wire-bar">
        <PauseButton />
        <span role="status">{words.shown(found.length, lines.length)}</span>
      </div>
      {found.length === 0 ? <p class="desk-empty">{lines.length === 0 ? words.nothing : words.nothingFits}</p> : null}
      <ol class="wire" aria-label={words.list}>
        {found.slice(0, most).map((row) => (
          <WireLine key={row.entry.n} row={row} />
        ))}
      </ol>
      {found.length > most ? (
        <button type="button" class="plain-button" onClick={() => setMost(most + page)}>
          {words.older}
        </button>
      ) : null}
    </>
  )
}

function PauseButton() {
  const words = wireWords()
  const held = paused.value
  const newer = held === null ? 0 : journal.value.filter(({ n }) => n > (held.at(-1)?.n ?? 0)).length
  return (
    <>
      <button
        type="button"
        class="plain-button"
        aria-pressed={held !== null}
        onClick={() => {
          paused.value = held === null ? journal.value : null
        }}
      >
        {held === null ? words.pause : words.goOn}
      </button>
      {held === null ? null : <span class="wire-paused">{words.paused(newer)}</span>}
    </>
  )
}
