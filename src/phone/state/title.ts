import { effect } from '@preact/signals'
import { words } from '#phone/text/words.ts'
import { numbers, shownPeople, unreadOf } from './store.ts'

/** The tab's title, with how many messages wait to be looked at. */
export function startTitle(): void {
  effect(() => {
    const unread = shownPeople.value.flatMap(({ id }) =>
      numbers.value.map(({ phoneNumberId }) => unreadOf({ phoneNumberId, shopperId: id })),
    )
    const waiting = unread.reduce((sum, count) => sum + count, 0)
    document.title = waiting > 0 ? `(${waiting}) ${words().title}` : words().title
  })
}
