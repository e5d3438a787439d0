import '#phone/style/pay.css'
import { useEffect, useRef, useState } from 'preact/hooks'
import { suggested } from '#phone/chat/compose-state.ts'
import { Icon } from '#phone/chat/icons.tsx'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { countdownText } from '#phone/desk/clock-steps.ts'
import { useSeconds } from '#phone/desk/use-seconds.ts'
import { control } from '#phone/state/session.ts'
import { closeSheet, type SheetOf } from '#phone/state/sheets.ts'
import { payments } from '#phone/state/store.ts'
import type { Payment } from '#phone/state/types.ts'
import { endsAtMs, follow, newVisit, placeOf, type Result, resultOf } from './pay-steps.ts'
import { Settling } from './settling.tsx'
import { payWords } from './words.ts'

const closesAfterMs = 2_500

/** The shop's payment page over the chat. It closes by itself once the checkout has sent the shopper back. */
export function PaySheet({ sheet }: { sheet: SheetOf<'pay'> }) {
  const words = payWords()
  const frame = useRef<HTMLIFrameElement>(null)
  const [visit, setVisit] = useState(newVisit)
  const payment = usePayment(visit.sessionId)
  const result = resultOf(payment)
  useEffect(() => {
    if (!visit.returned || result === 'later') return undefined
    const timer = setTimeout(closeSheet, closesAfterMs)
    return () => clearTimeout(timer)
  }, [visit.returned, result])
  const loaded = () => {
    const place = placeOf(pathIn(frame.current))
    if (place.at === 'chat') return goToChat(place.words)
    setVisit((before) => follow(before, place))
  }
  return (
    <SheetFrame
      title={sheet.title}
      size="full"
      tools={<NewTab url={sheet.url} />}
      foot={<Foot payment={payment} result={result} returned={visit.returned} />}
    >
      <iframe class="pay-frame" title={words.frame} src={sheet.url} ref={frame} onLoad={loaded} />
    </SheetFrame>
  )
}

function goToChat(saying: string): void {
  suggested.value = saying
  closeSheet()
}

function NewTab({ url }: { url: string }) {
  return (
    <a class="icon-button" href={url} target="_blank" rel="noopener noreferrer" aria-label={payWords().newTab}>
      <Icon name="link" size={20} />
    </a>
  )
}

/** The payment as the stream tells it; what was told before the sheet opened is asked for. */
function usePayment(sessionId: string | null): Payment | undefined {
  const [asked, setAsked] = useState<Payment>()
  useEffect(() => {
    if (sessionId !== null) void ask(sessionId).then(setAsked)
  }, [sessionId])
  if (sessionId === null) return undefined
  return payments.value[sessionId] ?? (asked?.sessionId === sessionId ? asked : undefined)
}

async function ask(sessionId: string): Promise<Payment | undefined> {
  const { sessions } = await control.sessions().catch(() => ({ sessions: [] }))
  return (sessions as Payment[]).find((each) => each.sessionId === sessionId)
}

/** Null when the frame shows another origin's page. */
function pathIn(frame: HTMLIFrameElement | null): string | null {
  try {
    const place = frame?.contentWindow?.location
    return place === undefined ? null : place.pathname + place.search
  } catch {
    return null
  }
}

type FootProps = { payment: Payment | undefined; result: Result; returned: boolean }

function Foot({ payment, result, returned }: FootProps) {
  const words = payWords()
  const open = result === 'waiting' && !returned
  return (
    <div class="pay-foot">
      <div class="pay-line">
        <p class={`pay-result pay-result-${result}`} role="status">
          {result === 'none' && !returned ? '' : words.results[result]}
          {open ? <Countdown endsMs={endsAtMs(payment)} /> : null}
        </p>
        <button type="button" class="plain-button" onClick={closeSheet}>
          {open ? words.walkAway : words.toChat}
        </button>
      </div>
      {result === 'later' && payment !== undefined ? (
        <Settling sessionId={payment.sessionId} onDone={closeSheet} />
      ) : null}
      {open ? <small>{words.walkAwayHint}</small> : null}
    </div>
  )
}

function Countdown({ endsMs }: { endsMs: number | null }) {
  const now = useSeconds()
  if (endsMs === null) return null
  return (
    <span aria-live="off">
      {' · '}
      {payWords().endsIn(`\u2068${countdownText(endsMs - now)}\u2069`)}
    </span>
  )
}
