import type { Media } from '#phone/state/types.ts'
import { words } from '#phone/text/words.ts'

/** A file with the look of its first page; it opens in a window of its own. */
export function FileCard({ media }: { media: Media }) {
  const name = media.filename ?? words().document
  return (
    <a class="file-card" href={media.url} target="_blank" rel="noopener noreferrer">
      <span class="file-page" aria-hidden="true">
        <span />
        <span />
        <span />
        <span />
      </span>
      <span class="file-about">
        <span class="file-type" aria-hidden="true">
          {typeOf(media)}
        </span>
        <span class="file-name" dir="auto">
          {name}
        </span>
      </span>
    </a>
  )
}

function typeOf({ filename, mimeType }: Media): string {
  const ending = filename?.split('.').at(-1) ?? ''
  const type = ending.length > 0 && ending.length <= 4 && ending !== filename ? ending : (mimeType.split('/')[1] ?? '')
  return type.slice(0, 4).toUpperCase()
}
