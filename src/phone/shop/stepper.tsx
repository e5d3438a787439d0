import { Icon } from '#phone/chat/icons.tsx'
import { MOST_OF_ONE } from './cart.ts'
import { shopWords } from './words.ts'

export type StepperProps = {
  /** What is counted, for screen readers. */
  title: string
  value: number
  least?: number
  most?: number
  onChange: (value: number) => void
}

/** How many: one fewer, the count, one more. */
export function Stepper({ title, value, least = 0, most = MOST_OF_ONE, onChange }: StepperProps) {
  const words = shopWords()
  return (
    <fieldset class="stepper" aria-label={words.quantity}>
      <button
        type="button"
        aria-label={words.fewer(title)}
        disabled={value <= least}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" size={18} />
      </button>
      <output aria-live="polite">{value}</output>
      <button type="button" aria-label={words.more(title)} disabled={value >= most} onClick={() => onChange(value + 1)}>
        <Icon name="plus" size={18} />
      </button>
    </fieldset>
  )
}
