/** The eight scenes to choose from. */
export function Tour() {
  return <section data-tab="tour" />
}

/** What to watch while a scene plays; nothing when none does. It stands above the phone. */
export function TourCaption() {
  return null
}
