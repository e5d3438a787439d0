import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from '#phone/chat/icons.tsx'

export type ActionRowProps = {
  icon: IconName
  onTap: () => void
  danger?: boolean
  /** Only where the panels are not beside the phone. */
  narrowOnly?: boolean
  children: ComponentChildren
}

/** One line of a menu. */
export function ActionRow({ icon, onTap, danger = false, narrowOnly = false, children }: ActionRowProps) {
  return (
    <button
      type="button"
      class={`action-row${danger ? ' action-danger' : ''}${narrowOnly ? ' panels-button' : ''}`}
      onClick={onTap}
    >
      <Icon name={icon} />
      <bdi>{children}</bdi>
    </button>
  )
}
