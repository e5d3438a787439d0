export type Mark = 'bold' | 'italic' | 'strike' | 'code'

/** A piece of a line: plain text, marked text, or something that can be opened. */
export type Piece = string | { mark: Mark; pieces: Piece[] } | { href: string; label: string }

export type LineKind = 'plain' | 'quote' | 'bullet' | 'number' | 'code'

/** `label` is the number of a numbered line, as written. */
export type Line = { kind: LineKind; label: string; pieces: Piece[]; text: string }

const starts: [LineKind, RegExp][] = [
  ['quote', /^> ?/],
  ['bullet', /^[-*] +(?=\S)/],
  ['number', /^(\d{1,3}\.) +(?=\S)/],
]

/** Marks hug their text and stand apart from letters and digits outside (`*so*`, but not `5*3*2`). */
const pattern = new RegExp(
  [
    '```(?<block>[^`]+)```',
    '`(?<code>[^`]+)`',
    '(?<url>https?://[^\\s<>\u2068\u2069]+)',
    '(?<phone>\\+\\d[\\d \\-]{6,17}\\d)',
    marked('bold', '\\*'),
    marked('italic', '_'),
    marked('strike', '~'),
  ].join('|'),
  'gu',
)

function marked(name: Mark, sign: string): string {
  return `(?<![\\p{L}\\p{N}])${sign}(?!\\s|${sign})(?<${name}>[^\\n]*?[^\\s])${sign}(?![\\p{L}\\p{N}])`
}

/** A message's text as lines of pieces, formatted as WhatsApp does: marks, quotes, lists, links, numbers to call. */
export function formatText(text: string): Line[] {
  const parts = text.split(/```\n?([^`]*?)\n?```/)
  return parts.flatMap((part, index) => (index % 2 === 1 ? codeLines(part) : textLines(part, index, parts.length)))
}

function codeLines(part: string): Line[] {
  return part.split('\n').map((text) => ({ kind: 'code', label: '', pieces: [text], text }))
}

/** Line ends beside a block of code belong to the block. */
function textLines(part: string, index: number, count: number): Line[] {
  const after = index > 0 ? part.replace(/^\n/, '') : part
  const text = index < count - 1 ? after.replace(/\n$/, '') : after
  return text === '' && count > 1 ? [] : text.split('\n').map(formatLine)
}

function formatLine(line: string): Line {
  for (const [kind, start] of starts) {
    const found = start.exec(line)
    if (found === null) continue
    const text = line.slice(found[0].length)
    return { kind, label: found[1] ?? '', pieces: formatPieces(text), text }
  }
  return { kind: 'plain', label: '', pieces: formatPieces(line), text: line }
}

function formatPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const match of text.matchAll(pattern)) {
    const piece = pieceOf(match.groups ?? {})
    if (match.index > done) pieces.push(text.slice(done, match.index))
    pieces.push(piece.piece)
    done = match.index + match[0].length - piece.rest
  }
  if (done < text.length) pieces.push(text.slice(done))
  return pieces
}

type Found = { piece: Piece; rest: number }

function pieceOf(groups: Record<string, string | undefined>): Found {
  const { url, phone, block, code } = groups
  if (url !== undefined) return linkPiece(url)
  if (phone !== undefined) return { piece: { href: `tel:${phone.replaceAll(/[^+\d]/g, '')}`, label: phone }, rest: 0 }
  const fixed = block ?? code
  if (fixed !== undefined) return { piece: { mark: 'code', pieces: [fixed] }, rest: 0 }
  const mark = (['bold', 'italic', 'strike'] as const).find((each) => groups[each] !== undefined) ?? 'bold'
  return { piece: { mark, pieces: formatPieces(groups[mark] ?? '') }, rest: 0 }
}

/** A full stop or bracket after an address is not part of it. */
function linkPiece(url: string): Found {
  const href = url.replace(/[.,;:!?)\]}'"*_~،؛؟»]+$/u, '')
  return { piece: { href, label: href }, rest: url.length - href.length }
}

const longestShown = 1_100
const cutAbout = 800

/** All of a text, or the beginning of a very long one, cut where a line or a word ends. */
export function beginningOf(text: string): string {
  if (text.length <= longestShown) return text
  const head = text.slice(0, cutAbout)
  const end = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '))
  return `${text.slice(0, end > 0 ? end : cutAbout).trimEnd()}…`
}

/** The text without its marks, for one-line previews and screen readers. */
export function plainText(text: string): string {
  return formatText(text)
    .map(({ label, pieces }) => [label, pieces.map(plainPiece).join('')].filter((part) => part !== '').join(' '))
    .join('\n')
}

function plainPiece(piece: Piece): string {
  if (typeof piece === 'string') return piece
  return 'href' in piece ? piece.label : piece.pieces.map(plainPiece).join('')
}
