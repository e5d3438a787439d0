import { fields } from '#phone/state/fields.ts'
import type { Act, Context } from '#phone/state/says.ts'
import { control } from '#phone/state/session.ts'
import { pushSheet } from '#phone/state/sheets.ts'
import { type ChatChoice, shopUrl } from '#phone/state/store.ts'
import { showToast } from '#phone/state/toast.ts'
import { words } from '#phone/text/words.ts'

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
    showToast(words().failed(error instanceof Error ? error.message : String(error)))
    return false
  }
}

/** Opens a link of the shop: payment in the sheet, everything else in a window of its own. */
export function openLink(choice: ChatChoice, { url, title }: { url: string; title: string }): void {
  if (isPayLink(url)) pushSheet({ kind: 'pay', phoneNumberId: choice.phoneNumberId, url, title })
  else globalThis.open(url, '_blank', 'noopener,noreferrer')
}

/** The shop's payment links are `/p/<token>` on its own address. */
export function isPayLink(url: string): boolean {
  const { origin, pathname } = parseUrl(url)
  return pathname.startsWith('/p/') && (shopUrl.value === null || origin === parseUrl(shopUrl.value).origin)
}

function parseUrl(url: string): { origin: string; pathname: string } {
  const parsed = URL.parse(url)
  return parsed === null ? { origin: '', pathname: '' } : { origin: parsed.origin, pathname: parsed.pathname }
}

/** The interactive part of a message's body. */
export function interactiveOf(body: Record<string, unknown>) {
  return fields(body.interactive)
}
