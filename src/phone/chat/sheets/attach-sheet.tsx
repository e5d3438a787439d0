import { act, attempt } from '#phone/chat/act.ts'
import { readFile, readPhoto } from '#phone/chat/files.ts'
import { Icon, type IconName } from '#phone/chat/icons.tsx'
import { drawSamplePhoto, drawSampleSticker } from '#phone/chat/samples.ts'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import type { Act } from '#phone/state/says.ts'
import { closeSheet, swapSheet } from '#phone/state/sheets.ts'
import { selected } from '#phone/state/store.ts'
import { words } from '#phone/text/words.ts'

/** Everything a shopper can send beside words. */
export function AttachSheet() {
  const w = words()
  return (
    <SheetFrame title={w.attach}>
      <div class="attach-grid">
        <FileTile icon="image" label={w.photo} accept="image/*" read={readPhoto} />
        <Tile icon="image" label={w.samplePhoto} onTap={() => send(samplePhoto)} />
        <FileTile icon="file" label={w.document} accept="" read={readFile} />
        <Tile icon="pin" label={w.location} onTap={() => swapSheet({ kind: 'location' })} />
        <Tile icon="person" label={w.contact} onTap={() => swapSheet({ kind: 'contact' })} />
        <Tile icon="mic" label={w.voice} onTap={() => send(async () => ({ voice: true }))} />
        <Tile icon="sticker" label={w.sticker} onTap={() => send(sampleSticker)} />
        <Tile icon="poll" label={w.poll} onTap={() => send(async () => ({ unsupported: true }))} />
      </div>
    </SheetFrame>
  )
}

async function samplePhoto(): Promise<Act> {
  return { image: { base64: await drawSamplePhoto(), mimeType: 'image/jpeg' } }
}

async function sampleSticker(): Promise<Act> {
  return { sticker: { base64: await drawSampleSticker(), mimeType: 'image/webp' } }
}

/** Closes the sheet, makes what is to be sent and sends it. */
function send(make: () => Promise<Act>): void {
  const choice = selected.value
  closeSheet()
  if (choice !== null) void attempt(async () => act(choice, await make()))
}

type TileProps = { icon: IconName; label: string; onTap: () => void }

function Tile({ icon, label, onTap }: TileProps) {
  return (
    <button type="button" class={`tile tile-${icon}`} onClick={onTap}>
      <span class="tile-icon">
        <Icon name={icon} size={26} />
      </span>
      <span>{label}</span>
    </button>
  )
}

type FileTileProps = { icon: IconName; label: string; accept: string; read: (file: File) => Promise<Act> }

function FileTile({ icon, label, accept, read }: FileTileProps) {
  return (
    <label class={`tile tile-${icon}`}>
      <span class="tile-icon">
        <Icon name={icon} size={26} />
      </span>
      <span>{label}</span>
      <input
        type="file"
        class="visually-hidden"
        accept={accept}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file !== undefined) send(() => read(file))
        }}
      />
    </label>
  )
}
