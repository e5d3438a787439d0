import { useState } from 'preact/hooks'
import { typedDirection } from '#phone/shop/typed-direction.ts'
import { fields, text } from '#phone/state/fields.ts'
import { chats } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { pick } from '#shared/language.ts'
import { askShop } from './ask-shop.ts'
import { courierWords } from './courier-words.ts'
import { deskNumber, NumberPicker } from './desk-number.tsx'
import { RefundList } from './refund-list.tsx'
import type { ProblemRow, ProductRow } from './shop-api.types.ts'
import { useAnswer, useEvery, useQuiet } from './use-answer.ts'
import { VariantForm } from './variant-form.tsx'
import { WAITS_FOR_PERSON, WaitingPeople } from './waiting-people.tsx'

/** The owner's desk: who waits for a person, prices and stock, refunds, and what the shop wants its owner to know. */
export function OwnerTab() {
  const phoneNumberId = deskNumber.value?.phoneNumberId ?? ''
  const [acted, setActed] = useState(0)
  const quiet = useQuiet(chats.value, 1_500)
  const round = useEvery()
  const answer = useAnswer(() => readProblems(phoneNumberId), [phoneNumberId, quiet, round, acted])
  const problems = answer?.done === true ? answer.body.data : []
  return (
    <>
      <p class="desk-intro">{courierWords().ownerIntro}</p>
      <NumberPicker />
      <WaitingPeople
        key={`waiting ${phoneNumberId}`}
        problems={problems}
        phoneNumberId={phoneNumberId}
        onActed={() => setActed((before) => before + 1)}
      />
      <Problems problems={problems.filter(({ code }) => code !== WAITS_FOR_PERSON)} />
      <Products key={phoneNumberId} phoneNumberId={phoneNumberId} />
      <RefundList phoneNumberId={phoneNumberId} />
    </>
  )
}

function Products({ phoneNumberId }: { phoneNumberId: string }) {
  const words = courierWords()
  const [wanted, setWanted] = useState('')
  const [saved, setSaved] = useState(0)
  const quiet = useQuiet(wanted, 250)
  const answer = useAnswer(() => readProducts(phoneNumberId, wanted), [phoneNumberId, quiet, saved])
  const products = answer?.done === true ? answer.body.data : []
  return (
    <section aria-label={words.goods}>
      <h2>{words.goods}</h2>
      <input
        type="search"
        class="desk-input"
        dir={typedDirection(wanted)}
        placeholder={words.search}
        aria-label={words.search}
        value={wanted}
        onInput={({ currentTarget }) => setWanted(currentTarget.value)}
      />
      {answer === null ? <p class="desk-empty">{words.loading}</p> : null}
      {answer?.done === false ? <p class="desk-trouble">{words.failed(answer.why)}</p> : null}
      {answer?.done === true && products.length === 0 ? <p class="desk-empty">{words.noProducts}</p> : null}
      <ul class="desk-cards">
        {products.map((product) => (
          <li key={product.id} class="desk-card">
            <strong>
              <bdi>{pick(product.title, language.value, 'en')}</bdi>
            </strong>
            {product.variants.map((variant) => (
              <VariantForm
                key={`${variant.id} ${variant.version} ${variant.stock.onHand}`}
                variant={variant}
                product={pick(product.title, language.value, 'en')}
                only={product.variants.length === 1}
                phoneNumberId={phoneNumberId}
                onSaved={() => setSaved((before) => before + 1)}
              />
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

function readProducts(phoneNumberId: string, wanted: string) {
  const search = new URLSearchParams({
    status: 'active',
    limit: '6',
    ...(wanted.trim() !== '' && { q: wanted.trim() }),
  })
  return askShop<{ data: ProductRow[] }>({ phoneNumberId, method: 'GET', path: `/v1/products?${search.toString()}` })
}

function readProblems(phoneNumberId: string) {
  return askShop<{ data: ProblemRow[] }>({ phoneNumberId, method: 'GET', path: '/v1/store/problems?limit=20' })
}

function Problems({ problems }: { problems: readonly ProblemRow[] }) {
  const words = courierWords()
  return (
    <section aria-label={words.problems}>
      <h2>{words.problems}</h2>
      {problems.length === 0 ? <p class="desk-empty">{words.noProblems}</p> : null}
      <ul class="desk-cards">
        {problems.map(({ id, code, fix, details }) => (
          <li key={id} class="desk-card desk-problem">
            <code dir="ltr">{code}</code>
            <span dir="auto">{fix || text(fields(details).message)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
