import { useState } from 'preact/hooks'
import type { ShopRequest } from '#phone/state/control-shop.ts'
import { showToast } from '#phone/state/toast.ts'
import { language } from '#phone/text/language.ts'
import { pick } from '#shared/language.ts'
import { parseMajor, toMajor } from '#shared/money.ts'
import { parseQuantity } from '#shared/quantity.ts'
import { askShop } from './ask-shop.ts'
import { courierWords } from './courier-words.ts'
import type { VariantRow } from './shop-api.types.ts'

type VariantFormProps = {
  variant: VariantRow
  phoneNumberId: string
  product: string
  only: boolean
  onSaved: () => void
}

/** Price and stock of one variant; only what changed is sent. */
export function VariantForm({ variant, phoneNumberId, product, only, onSaved }: VariantFormProps) {
  const words = courierWords()
  const { price: before, stock } = variant
  const [price, setPrice] = useState(toMajor(before))
  const [onHand, setOnHand] = useState(String(stock.onHand))
  const [trouble, setTrouble] = useState('')
  const title = pick(variant.title, language.value, 'en') || variant.sku
  const save = async () => {
    const why = await saveBoth({ phoneNumberId, variant, price, onHand })
    setTrouble(why)
    if (why !== '') return
    showToast(words.saved)
    onSaved()
  }
  return (
    <form
      class="variant"
      aria-label={only ? product : `${product} · ${title}`}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {only ? null : (
        <span class="variant-title">
          <bdi>{title}</bdi>
        </span>
      )}
      <div class="desk-row">
        <Field label={`${words.price} (${before.currency})`} mode="decimal" value={price} onChange={setPrice} />
        <Field label={words.stock} mode="numeric" value={onHand} onChange={setOnHand} />
        <button type="submit" class="plain-button">
          {words.save}
        </button>
      </div>
      <small>{words.stockHint(stock.held, stock.available)}</small>
      {trouble === '' ? null : (
        <p class="desk-trouble" role="alert">
          {trouble}
        </p>
      )}
    </form>
  )
}

type Changes = { phoneNumberId: string; variant: VariantRow; price: string; onHand: string }

/** Why it could not be saved; empty when it was. */
async function saveBoth({ phoneNumberId, variant, price, onHand }: Changes): Promise<string> {
  const words = courierWords()
  const amount = parseMajor(price, variant.price.currency)
  const count = parseQuantity(onHand.trim())
  if (amount === null) return words.badPrice
  if (count === null) return words.badStock
  const path = `/v1/variants/${variant.id}` as const
  const calls: Omit<ShopRequest, 'phoneNumberId'>[] = []
  if (amount.amount !== variant.price.amount) calls.push({ method: 'PATCH', path, body: { price: amount } })
  if (count !== variant.stock.onHand) calls.push({ method: 'PUT', path: `${path}/stock`, body: { onHand: count } })
  for (const call of calls) {
    const answer = await askShop({ phoneNumberId, ...call })
    if (!answer.done) return words.failed(answer.why)
  }
  return ''
}

type FieldProps = { label: string; mode: 'decimal' | 'numeric'; value: string; onChange: (value: string) => void }

function Field({ label, mode, value, onChange }: FieldProps) {
  return (
    <label class="desk-field">
      <span>{label}</span>
      <input
        class="desk-input"
        dir="ltr"
        inputMode={mode}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </label>
  )
}
