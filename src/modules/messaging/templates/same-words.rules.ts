type Component = { readonly type?: unknown; readonly [key: string]: unknown }

/**
 * Whether a template at Meta says what ours says. Examples and whatever Meta adds of its own are left out: they come
 * back in other shapes than they were sent.
 */
export function sameWords(remote: readonly Component[], ours: readonly Component[]): boolean {
  return JSON.stringify(wordsOf(remote)) === JSON.stringify(wordsOf(ours))
}

function wordsOf(components: readonly Component[]): unknown[] {
  return components
    .map((component) => [typeOf(component), component.text ?? null, buttonsOf(component)])
    .toSorted((one, other) => String(one[0]).localeCompare(String(other[0])))
}

function buttonsOf({ buttons }: Component): unknown[] {
  if (!Array.isArray(buttons)) return []
  return buttons.map((button: Component) => [typeOf(button), button.text ?? null, button.url ?? null])
}

const typeOf = ({ type }: Component) => String(type).toUpperCase()
