import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { attempt } from '#phone/chat/act.ts'
import { catalogOf, refreshCatalog } from '#phone/shop/shop-state.ts'
import { list, text } from '#phone/state/fields.ts'
import { control } from '#phone/state/session.ts'
import type { ShopNumber } from '#phone/state/types.ts'
import { deskNumber, NumberPicker } from './desk-number.tsx'
import { misbehaveWords } from './misbehave-words.ts'
import { forget, remember, verdicts } from './weather.ts'

/** What Meta can take away afterwards: a product, a template. */
export function ReviewCards() {
  const words = misbehaveWords()
  const number = deskNumber.value
  if (number === null) return null
  return (
    <section aria-label={words.review}>
      <h2>{words.review}</h2>
      <NumberPicker />
      <ul class="desk-cards">
        <li>
          <ItemCard key={number.catalogId} number={number} />
        </li>
        <li>
          <TemplateCard key={number.wabaId} number={number} />
        </li>
      </ul>
    </section>
  )
}

type Choosable = { id: string; title: string }

function ItemCard({ number }: { number: ShopNumber }) {
  const words = misbehaveWords()
  const { phoneNumberId, catalogId } = number
  useEffect(() => void refreshCatalog(phoneNumberId), [phoneNumberId])
  const items = catalogOf(phoneNumberId).catalog.items.map(({ retailerId, title }) => ({ id: retailerId, title }))
  const review = async (retailerId: string, status: 'rejected' | 'approved') => {
    const review_rejection_reasons = status === 'rejected' ? ['POLICY_VIOLATION'] : []
    await control.reviewItem({ catalogId, retailerId }, { review_status: status, review_rejection_reasons })
    await refreshCatalog(phoneNumberId)
  }
  return (
    <ReviewCard title={words.itemTitle} teaches={words.itemTeaches} watch={words.itemWatch}>
      <Chooser
        label={words.chooseItem}
        prefix={`item/${catalogId}/`}
        choices={items}
        verbs={[words.reject]}
        onJudge={(id) => review(id, 'rejected')}
        onUndo={(id) => review(id, 'approved')}
      />
    </ReviewCard>
  )
}

function TemplateCard({ number }: { number: ShopNumber }) {
  const words = misbehaveWords()
  const [templates, setTemplates] = useState<Choosable[]>([])
  const { wabaId } = number
  useEffect(() => void readTemplates(wabaId).then(setTemplates), [wabaId])
  const verbs = [words.pause, words.reject]
  return (
    <ReviewCard title={words.templateTitle} teaches={words.templateTeaches} watch={words.templateWatch}>
      <Chooser
        label={words.chooseTemplate}
        prefix={`template/${wabaId}/`}
        choices={templates}
        verbs={verbs}
        onJudge={(id, verb) => control.reviewTemplate(id, { status: verb === words.pause ? 'PAUSED' : 'REJECTED' })}
        onUndo={(id) => control.reviewTemplate(id, { status: 'APPROVED' })}
      />
    </ReviewCard>
  )
}

async function readTemplates(wabaId: string): Promise<Choosable[]> {
  const { templates } = await control.state().catch(() => ({ templates: [] }))
  return list(templates)
    .filter((template) => template.wabaId === wabaId)
    .map((template) => ({ id: text(template.id), title: `${text(template.name)} (${text(template.language)})` }))
}

type ReviewCardProps = { title: string; teaches: string; watch: string; children: ComponentChildren }

function ReviewCard({ title, teaches, watch, children }: ReviewCardProps) {
  return (
    <article class="desk-card switch-card">
      <h3>{title}</h3>
      <div class="switch-about">
        <p>{teaches}</p>
        <p>
          <strong>{misbehaveWords().watch}</strong> {watch}
        </p>
      </div>
      {children}
    </article>
  )
}

type ChooserProps = {
  label: string
  /** Before the id, the key of the verdict. */
  prefix: string
  choices: Choosable[]
  verbs: string[]
  onJudge: (id: string, verb: string) => Promise<unknown>
  onUndo: (id: string) => Promise<unknown>
}

/** Which one, and what Meta shall think of it; what was judged can be approved again. */
function Chooser({ label, prefix, choices, verbs, onJudge, onUndo }: ChooserProps) {
  const [picked, setPicked] = useState('')
  const chosen = choices.find(({ id }) => id === picked) ?? choices[0]
  const judge = (verb: string) => {
    if (chosen === undefined) return
    const { id, title } = chosen
    const undo = () => onUndo(id)
    void attempt(() => onJudge(id, verb)).then((done) => done && remember({ key: `${prefix}${id}`, title, undo }))
  }
  return (
    <>
      <div class="desk-row">
        <label class="desk-field desk-field-grows">
          <span>{label}</span>
          <select
            class="desk-input"
            value={chosen?.id ?? ''}
            onChange={({ currentTarget }) => setPicked(currentTarget.value)}
          >
            {choices.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        {verbs.map((verb) => (
          <button
            key={verb}
            type="button"
            class="plain-button"
            disabled={chosen === undefined}
            onClick={() => judge(verb)}
          >
            {verb}
          </button>
        ))}
      </div>
      <Judged prefix={prefix} />
    </>
  )
}

function Judged({ prefix }: { prefix: string }) {
  const words = misbehaveWords()
  const judged = verdicts.value.filter(({ key }) => key.startsWith(prefix))
  if (judged.length === 0) return null
  return (
    <ul class="desk-lines">
      {judged.map(({ key, title, undo }) => (
        <li key={key}>
          <bdi>{title}</bdi>
          <button
            type="button"
            class="plain-button"
            onClick={() => void attempt(undo).then((done) => done && forget(key))}
          >
            {words.approve}
          </button>
        </li>
      ))}
    </ul>
  )
}
