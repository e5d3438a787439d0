import { useState } from 'preact/hooks'
import { direction } from '#phone/text/language.ts'
import { words } from '#phone/text/words.ts'
import { directionOfLine } from './bidi.ts'
import { beginningOf, formatText, type Line, type Mark, type Piece } from './format.ts'

const tags: Record<Mark, 'strong' | 'em' | 's' | 'code'> = { bold: 'strong', italic: 'em', strike: 's', code: 'code' }

type RichTextProps = { text: string; onLink?: (url: string) => void }

/** Text as the app shows it; each line takes its own direction, and what is very long is opened by a tap. */
export function RichText({ text, onLink }: RichTextProps) {
  const [whole, setWhole] = useState(false)
  const beginning = whole ? text : beginningOf(text)
  return (
    <div class={isOnlyEmoji(text) ? 'rich rich-emoji' : 'rich'}>
      {formatText(beginning).map((line, index) => (
        <RichLine key={`${index}`} line={line} whole={text} {...(onLink === undefined ? {} : { onLink })} />
      ))}
      {beginning.length < text.length ? (
        <button type="button" class="read-more" onClick={() => setWhole(true)}>
          {words().readMore}
        </button>
      ) : null}
    </div>
  )
}

type RichLineProps = { line: Line; whole: string; onLink?: (url: string) => void }

function RichLine({ line, whole, onLink }: RichLineProps) {
  const { kind, label, pieces, text } = line
  return (
    <p class={`line line-${kind}`} dir={kind === 'code' ? 'ltr' : (directionOfLine(text, whole) ?? direction.value)}>
      {label === '' ? null : <span class="line-label">{label}</span>}
      {pieces.length === 0 ? '\u00A0' : pieces.map((piece) => drawPiece(piece, onLink))}
    </p>
  )
}

function drawPiece(piece: Piece, onLink: ((url: string) => void) | undefined) {
  if (typeof piece === 'string') return piece
  if ('href' in piece) return <RichLink href={piece.href} label={piece.label} onLink={onLink} />
  const Tag = tags[piece.mark]
  return <Tag>{piece.pieces.map((inner) => drawPiece(inner, onLink))}</Tag>
}

type RichLinkProps = { href: string; label: string; onLink: ((url: string) => void) | undefined }

function RichLink({ href, label, onLink }: RichLinkProps) {
  return (
    <a
      href={href}
      dir="ltr"
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => {
        if (onLink === undefined || href.startsWith('tel:')) return
        event.preventDefault()
        onLink(href)
      }}
    >
      {label}
    </a>
  )
}

function isOnlyEmoji(text: string): boolean {
  return /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D)*){1,3}$/u.test(text.trim())
}
