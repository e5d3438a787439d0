import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { words } from '#phone/text/words.ts'

/** One picture, as large as the phone. */
export function ImageSheet({ url, caption }: { url: string; caption: string }) {
  return (
    <SheetFrame title={words().photo} size="full">
      <figure class="large-picture">
        <img src={url} alt={caption === '' ? words().image : caption} />
        {caption === '' ? null : <figcaption dir="auto">{caption}</figcaption>}
      </figure>
    </SheetFrame>
  )
}
