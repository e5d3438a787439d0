import type { Act, Context } from '#phone/state/says.ts'
import { control } from '#phone/state/session.ts'
import { pushSheet } from '#phone/state/sheets.ts'
import { type ChatChoice, shopUrl } from '#phone/state/store.ts'
import { showToast } from '#phone/state/toast.ts'
import { words } from '#phone/text/words.ts'
import { isPayLink, isWebLink } from './links.ts'

/** The shopper does one thing in the chat; a refusal is told, not thrown. True when it was done. */
export function act({ phoneNumberId, shopperId }: ChatChoice, what: Act, context?: Context): Promise<boolean> {
  const say = { ...what, phoneNumberId, ...(context === undefined ? {} : { context }) }
  return attempt(() => control.say(shopperId, say))
}

/** Does it, and says so when the sandbox refuses. */
export async function attempt(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    showToast(words().failed(reasonOf(error)))
    return false
  }
}

/** What `fetch` throws when nobody answers is a TypeError, and its words differ by browser. */
function reasonOf(error: unknown): string {
  return error instanceof Error && !(error instanceof TypeError) ? error.message : words().noAnswer
}

/** Opens a link of the shop: payment in the sheet, everything else in a window of its own. */
export function openLink(choice: ChatChoice, { url, title }: { url: string; title: string }): void {
  if (isPayLink(url, shopUrl.value)) pushSheet({ kind: 'pay', phoneNumberId: choice.phoneNumberId, url, title })
  else if (isWebLink(url)) globalThis.open(url, '_blank', 'noopener,noreferrer')
}
