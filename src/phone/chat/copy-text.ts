import { showToast } from '#phone/state/toast.ts'
import { words } from '#phone/text/words.ts'

/** Copies, and says whether the browser let it; without HTTPS one that is not on this machine has no clipboard at all. */
export async function copyText(text: string): Promise<void> {
  const copied = await write(text).then(
    () => true,
    () => false,
  )
  showToast(copied ? words().copied : words().notCopied)
}

async function write(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}
