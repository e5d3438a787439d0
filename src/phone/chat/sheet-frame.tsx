import type { ComponentChildren } from 'preact'
import { closeSheet } from '#phone/state/sheets.ts'
import { words } from '#phone/text/words.ts'
import { useFocusTrap } from './focus.ts'
import { Icon } from './icons.tsx'

export type SheetFrameProps = {
  title: string
  /** `fit` is as high as its content, `tall` nearly the phone, `full` the whole phone. */
  size?: 'fit' | 'tall' | 'full'
  /** Closing; the topmost sheet goes unless told otherwise. */
  onClose?: () => void
  /** Stays at the foot while the rest scrolls. */
  foot?: ComponentChildren
  /** Stands beside the title, at its end. */
  tools?: ComponentChildren
  children: ComponentChildren
}

/** A sheet over the chat: a dialog that holds the focus, closes by Escape and by a tap beside it. */
export function SheetFrame({ title, size = 'fit', onClose = closeSheet, foot, tools, children }: SheetFrameProps) {
  const box = useFocusTrap<HTMLDivElement>(onClose)
  return (
    <div class="sheet-layer">
      <button type="button" class="sheet-shade" tabIndex={-1} aria-hidden="true" onClick={onClose} />
      <div class={`sheet sheet-${size}`} role="dialog" aria-modal="true" aria-label={title} tabIndex={-1} ref={box}>
        <header class="sheet-head">
          <button type="button" class="icon-button" aria-label={words().close} onClick={onClose}>
            <Icon name="close" />
          </button>
          <h2>
            <bdi>{title}</bdi>
          </h2>
          {tools}
        </header>
        <div class="sheet-body">{children}</div>
        {foot === undefined ? null : <footer class="sheet-foot">{foot}</footer>}
      </div>
    </div>
  )
}
