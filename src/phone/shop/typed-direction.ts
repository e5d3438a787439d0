/** The direction of a field: that of what is typed, and the page's while its placeholder shows. */
export function typedDirection(text: string): 'auto' | undefined {
  return text === '' ? undefined : 'auto'
}
