import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from '#phone/chat/icons.tsx'

export type ActionRowProps = { icon: IconName; onTap: () => void; danger?: boolean; children: ComponentChildren }

/** One line of a menu. */
export function ActionRow({ icon, onTap, danger = false, children }: ActionRowProps) {
  return (
    <button type="button" class={danger ? 'action-row action-danger' : 'action-row'} onClick={onTap}>
      <Icon name={icon} />
      <bdi>{children}</bdi>
    </button>
  )
}
