import { attempt } from '#phone/chat/act.ts'
import { setBlocked, takeShopper } from '#phone/chat/people.ts'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { control } from '#phone/state/session.ts'
import { closeSheet, panelOpen, swapSheet } from '#phone/state/sheets.ts'
import { type ChatChoice, chatOf, markMarketing, selected, shoppers } from '#phone/state/store.ts'
import { showToast } from '#phone/state/toast.ts'
import { words } from '#phone/text/words.ts'
import { ActionRow } from './action-row.tsx'

/** What a shopper can do about the shop, and about the phone itself. */
export function MenuSheet() {
  const choice = selected.value
  const person = shoppers.value.find(({ id }) => id === choice?.shopperId)
  if (choice === null || person === undefined) return null
  const w = words()
  const blocked = person.blocked.includes(choice.phoneNumberId)
  const stopped = chatOf(choice).marketingStopped
  return (
    <SheetFrame title={w.menu}>
      <div class="action-rows">
        <ActionRow icon="bag" onTap={() => swapSheet({ kind: 'profile' })}>
          {w.profile}
        </ActionRow>
        <ActionRow icon="megaphone" onTap={() => done(() => switchMarketing(choice, stopped))}>
          {stopped ? w.resumeMarketing : w.stopMarketing}
        </ActionRow>
        <ActionRow icon="phone" onTap={() => done(() => changeNumber(choice))}>
          {w.changeNumber}
        </ActionRow>
        <ActionRow icon="person" onTap={() => done(() => changeUserId(choice))}>
          {w.changeUserId}
        </ActionRow>
        <ActionRow icon="plus" onTap={() => swapSheet({ kind: 'newShopper' })}>
          {w.newShopper}
        </ActionRow>
        <ActionRow icon="panels" narrowOnly onTap={showPanels}>
          {w.openPanels}
        </ActionRow>
        <ActionRow icon="block" danger onTap={() => done(() => setBlocked(choice, !blocked))}>
          {blocked ? w.unblock : w.block}
        </ActionRow>
      </div>
    </SheetFrame>
  )
}

function showPanels(): void {
  closeSheet()
  panelOpen.value = true
}

function done(run: () => Promise<void>): void {
  closeSheet()
  void attempt(run)
}

async function switchMarketing(choice: ChatChoice, stopped: boolean): Promise<void> {
  const { phoneNumberId, shopperId } = choice
  await control.marketing(shopperId, { phoneNumberId, value: stopped ? 'resume' : 'stop' })
  markMarketing(choice, !stopped)
  showToast(stopped ? words().resumedMarketing : words().stoppedMarketing)
}

async function changeNumber({ shopperId }: ChatChoice): Promise<void> {
  const shopper = await control.changeNumber(shopperId)
  takeShopper(shopper)
  showToast(words().changedNumber(`+${shopper.waId ?? ''}`))
}

async function changeUserId({ shopperId }: ChatChoice): Promise<void> {
  takeShopper(await control.changeUserId(shopperId))
  showToast(words().changedUserId)
}
