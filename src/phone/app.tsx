import { Phone } from '#phone/chat/phone.tsx'
import { Toast } from '#phone/chat/toast.tsx'
import { words } from '#phone/text/words.ts'
import { TourCaption } from '#phone/tour/tour.tsx'
import { Panels } from './panels.tsx'

/** The page: a shopper's phone, and beside it what happens behind the chat. */
export function App() {
  return (
    <div class="page">
      <div class="stage">
        <TourCaption />
        <main class="device" aria-label={words().title}>
          <Phone />
          <Toast />
        </main>
      </div>
      <Panels />
    </div>
  )
}
