import { useEffect, useState } from 'preact/hooks'
import { attempt } from '#phone/chat/act.ts'
import { copyText } from '#phone/chat/copy-text.ts'
import { control } from '#phone/state/session.ts'
import { showToast } from '#phone/state/toast.ts'
import type { JournalLine } from '#phone/state/types.ts'
import { curlOf, type HandRequest } from './curl.ts'
import { prettyJson } from './pretty-json.ts'
import type { WireRow } from './wire.ts'
import { wireWords } from './wire-words.ts'

/** What was said, both ways, and what can be done with it. */
export function WireDetails({ row }: { row: WireRow }) {
  const words = wireWords()
  const entry = useWhole(row.entry)
  const webhook = entry.kind === 'webhook'
  return (
    <>
      <div class="wire-doors">
        <button type="button" class="plain-button" onClick={() => void copyCurl(entry.n)}>
          {words.copyCurl}
        </button>
        {webhook ? (
          <button type="button" class="plain-button" onClick={() => void replay(entry.n)}>
            {words.replay}
          </button>
        ) : null}
      </div>
      <Code title={webhook ? words.webhookBody : words.request} value={entry.body} />
      <Code title={words.answer} value={entry.reply} />
    </>
  )
}

/** A line the stream cut because it is long is asked for whole. */
function useWhole(entry: JournalLine): JournalLine {
  const [whole, setWhole] = useState<JournalLine>()
  useEffect(() => {
    if (entry.cut === true) void readLine(entry.n).then(setWhole)
  }, [entry])
  return whole ?? entry
}

async function readLine(n: number): Promise<JournalLine | undefined> {
  const query = { after: n - 1, limit: 1 }
  const answer = await control.call<{ entries: JournalLine[] }>('GET', '/control/journal', { query }).catch(() => null)
  return answer?.entries.find((line) => line.n === n)
}

function Code({ title, value }: { title: string; value: unknown }) {
  if (value === undefined) return null
  const { json, cut } = prettyJson(value)
  return (
    <figure class="code">
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <pre dir="ltr" tabIndex={0}>
        <code>{json}</code>
      </pre>
      {cut ? <small>{wireWords().cut}</small> : null}
    </figure>
  )
}

async function replay(n: number): Promise<void> {
  if (await attempt(() => control.replay({ journal: n }))) showToast(wireWords().replayed)
}

async function copyCurl(n: number): Promise<void> {
  await attempt(async () => {
    await copyText(curlOf(await control.call<HandRequest>('GET', `/control/journal/${n}/request`)))
  })
}
