import { useEffect, useState } from 'preact/hooks'
import { attempt } from '#phone/chat/act.ts'
import { Icon } from '#phone/chat/icons.tsx'
import { SlowPayments } from '#phone/pay/slow-payments.tsx'
import { control } from '#phone/state/session.ts'
import { chats, numbers, shoppers, world } from '#phone/state/store.ts'
import { showToast } from '#phone/state/toast.ts'
import { language, locale } from '#phone/text/language.ts'
import { clockSteps, spanText, untilNextHoldEnds } from './clock-steps.ts'
import { clockWords } from './clock-words.ts'
import { type HeldOrder, readHolds } from './read-holds.ts'
import { useSeconds } from './use-seconds.ts'

/** The sandbox's clock, which only goes forward. */
export function ClockTab() {
  const words = clockWords()
  const [busy, setBusy] = useState(false)
  const move = async (advanceMs: number) => {
    setBusy(true)
    if (await attempt(() => control.moveClock(advanceMs))) showToast(words.moved(spanText(advanceMs, language.value)))
    setBusy(false)
  }
  return (
    <>
      <p class="desk-intro">{words.intro}</p>
      {world.value.clock.shared ? null : <p class="desk-intro">{words.apart}</p>}
      <Face />
      <h2>{words.forward}</h2>
      <ul class="desk-cards">
        {clockSteps.map(({ id, advanceMs }) => (
          <li key={id}>
            <Step
              title={words.steps[id].title}
              shows={words.steps[id].shows}
              busy={busy}
              onMove={() => void move(advanceMs)}
            />
          </li>
        ))}
        <li>
          <ToHoldsEnd busy={busy} onMove={move} />
        </li>
      </ul>
      <SlowPayments />
      <Windows />
    </>
  )
}

function Face() {
  const words = clockWords()
  const now = useSeconds()
  const { offsetMs } = world.value.clock
  const time = new Intl.DateTimeFormat(locale.value, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const day = new Intl.DateTimeFormat(locale.value, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  return (
    <div class="clock-face">
      <span class="visually-hidden">{words.now}</span>
      <strong dir="ltr">{time.format(now)}</strong>
      <span>{day.format(now)}</span>
      <small>{offsetMs < 1_000 ? words.same : words.ahead(spanText(offsetMs, language.value))}</small>
    </div>
  )
}

type StepProps = { title: string; shows: string; busy: boolean; onMove: () => void }

function Step({ title, shows, busy, onMove }: StepProps) {
  return (
    <button type="button" class="desk-card desk-card-button" disabled={busy} onClick={onMove}>
      <Icon name="clock" />
      <span>
        <strong>
          <bdi>{title}</bdi>
        </strong>
        <small>{shows}</small>
      </span>
    </button>
  )
}

/** Open orders are asked for when the tab opens and whenever a chat moves: paying or ordering changes what is held. */
function ToHoldsEnd({ busy, onMove }: { busy: boolean; onMove: (advanceMs: number) => Promise<void> }) {
  const words = clockWords()
  const now = useSeconds()
  const [held, setHeld] = useState<HeldOrder[]>([])
  const told = chats.value
  useEffect(() => {
    const timer = setTimeout(() => void readHolds(numbers.peek()).then(setHeld), 400)
    return () => clearTimeout(timer)
  }, [told, busy])
  const next = untilNextHoldEnds(held, now)
  const shows =
    next === null
      ? words.hold.none
      : `${spanText(next.advanceMs, language.value)} · ${words.hold.shows(next.hold.orderNumber)}`
  return (
    <Step
      title={words.hold.title}
      shows={shows}
      busy={busy || next === null}
      onMove={() => void onMove(next?.advanceMs ?? 0)}
    />
  )
}

/** How long each shop may still write freely to each person. */
function Windows() {
  const words = clockWords()
  const now = useSeconds()
  const open = Object.values(chats.value).filter(({ windowEndsAt }) => windowEndsAt !== null)
  return (
    <>
      <h2>{words.chats}</h2>
      {open.length === 0 ? <p class="desk-empty">{words.noChats}</p> : null}
      <ul class="desk-lines">
        {open.map(({ phoneNumberId, shopperId, windowEndsAt }) => {
          const leftMs = Date.parse(windowEndsAt ?? '') - now
          return (
            <li key={`${phoneNumberId}/${shopperId}`}>
              <bdi>{nameOf(shopperId)}</bdi>
              <small>
                <bdi>{shopOf(phoneNumberId)}</bdi>
                {' · '}
                {leftMs > 0 ? words.windowOpen(spanText(leftMs, language.value)) : words.windowClosed}
              </small>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function nameOf(shopperId: string): string {
  return shoppers.value.find(({ id }) => id === shopperId)?.name ?? shopperId
}

function shopOf(phoneNumberId: string): string {
  return numbers.value.find((number) => number.phoneNumberId === phoneNumberId)?.verifiedName ?? phoneNumberId
}
