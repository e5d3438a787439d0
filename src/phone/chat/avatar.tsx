const hues = 8

/** The round picture of a person or a shop: their first letter on a color of their own. */
export function Avatar({ name, size = 'medium' }: { name: string; size?: 'small' | 'medium' | 'large' }) {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % hues
  return (
    <span class={`avatar avatar-${size} avatar-hue-${hue}`} aria-hidden="true">
      {firstLetter(name)}
    </span>
  )
}

function firstLetter(name: string): string {
  return ([...name.trim()][0] ?? '?').toLocaleUpperCase()
}
