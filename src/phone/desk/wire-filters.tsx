import { typedDirection } from '#phone/shop/typed-direction.ts'
import { shoppers } from '#phone/state/store.ts'
import type { Shopper } from '#phone/state/types.ts'
import type { WireFilter, WireKind } from './wire.ts'
import { wireWords } from './wire-words.ts'

const kinds: readonly WireKind[] = ['graph', 'webhook', 'stripe']

type FiltersProps = { filter: WireFilter; onChange: (filter: WireFilter) => void }

export function WireFilters({ filter, onChange }: FiltersProps) {
  const words = wireWords()
  return (
    <div class="wire-filters">
      <fieldset class="chips" aria-label={words.kindsLabel}>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            class="chip"
            aria-pressed={filter.kinds.includes(kind)}
            onClick={() => onChange({ ...filter, kinds: toggled(filter.kinds, kind) })}
          >
            {words.kinds[kind]}
          </button>
        ))}
        <button
          type="button"
          class="chip"
          aria-pressed={filter.faultsOnly}
          onClick={() => onChange({ ...filter, faultsOnly: !filter.faultsOnly })}
        >
          {words.trouble}
        </button>
      </fieldset>
      <input
        type="search"
        class="desk-input"
        dir={typedDirection(filter.text)}
        placeholder={words.filter}
        aria-label={words.filter}
        value={filter.text}
        onInput={({ currentTarget }) => onChange({ ...filter, text: currentTarget.value })}
      />
      <PersonPicker filter={filter} onChange={onChange} />
    </div>
  )
}

function PersonPicker({ filter, onChange }: FiltersProps) {
  const words = wireWords()
  const chosen = shoppers.value.find((shopper) => sameIds(idsOf(shopper), filter.shopper))
  const pick = (id: string) => {
    const shopper = shoppers.value.find((each) => each.id === id)
    onChange({ ...filter, shopper: shopper === undefined ? [] : idsOf(shopper) })
  }
  return (
    <select
      class="desk-input"
      aria-label={words.who}
      value={chosen?.id ?? ''}
      onChange={({ currentTarget }) => pick(currentTarget.value)}
    >
      <option value="">{words.everybody}</option>
      {shoppers.value.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** What the wire may call this person. */
function idsOf({ waId, bsuid }: Shopper): string[] {
  return [waId, bsuid].flatMap((id) => (id ? [id] : []))
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at])
}

function toggled(kinds: readonly WireKind[], kind: WireKind): WireKind[] {
  return kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind]
}
