import { connection, selected } from '#phone/state/store.ts'
import { words } from '#phone/text/words.ts'
import { ChatList } from './chat-list.tsx'
import { ChatScreen } from './chat-screen.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { SheetStack } from './sheet-stack.tsx'
import { StatusBar } from './status-bar.tsx'

/** What is on the phone's screen: the list, or a chat with the sheets over it. */
export function Phone() {
  const choice = selected.value
  return (
    <div class="phone">
      <StatusBar />
      <Connection />
      {choice === null ? (
        <ChatList />
      ) : (
        <ChatScreen key={`${choice.phoneNumberId}/${choice.shopperId}`} choice={choice} />
      )}
      <SheetStack />
      <NoticeBar />
    </div>
  )
}

function Connection() {
  if (connection.value !== 'lost') return null
  return (
    <p class="connection" role="status">
      {words().lost}
    </p>
  )
}
