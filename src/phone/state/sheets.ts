import { computed, signal } from '@preact/signals'
import type { ChatMessage } from './types.ts'

/** What can lie over the chat. The chat in question is always the selected one. */
export type Sheet =
  | { kind: 'list'; message: ChatMessage }
  | { kind: 'flow'; message: ChatMessage }
  | { kind: 'attach' }
  | { kind: 'location' }
  | { kind: 'contact' }
  | { kind: 'actions'; message: ChatMessage }
  | { kind: 'image'; url: string; caption: string }
  | { kind: 'newShopper' }
  | { kind: 'profile' }
  | { kind: 'menu' }
  | { kind: 'catalog'; phoneNumberId: string; retailerId?: string; collection?: string }
  | { kind: 'sections'; phoneNumberId: string; message: ChatMessage }
  | { kind: 'product'; phoneNumberId: string; retailerId: string }
  | { kind: 'cart'; phoneNumberId: string }
  | { kind: 'order'; phoneNumberId: string; message: ChatMessage }
  | { kind: 'pay'; phoneNumberId: string; url: string; title: string }

export type SheetKind = Sheet['kind']
export type SheetOf<K extends SheetKind> = Extract<Sheet, { kind: K }>

/** Sheets lie on each other (a product over the catalog); the last is on top. */
export const sheets = signal<readonly Sheet[]>([])
export const openSheet = computed(() => sheets.value.at(-1) ?? null)

/** Puts a sheet on top of those that lie there. */
export function pushSheet(sheet: Sheet): void {
  sheets.value = [...sheets.value, sheet]
}

/** Puts a sheet in the place of the topmost. */
export function swapSheet(sheet: Sheet): void {
  sheets.value = [...sheets.value.slice(0, -1), sheet]
}

export function closeSheet(): void {
  sheets.value = sheets.value.slice(0, -1)
}

export function closeSheets(): void {
  sheets.value = []
}

export const panelTabs = ['tour', 'wire', 'courier', 'owner', 'clock', 'misbehave'] as const
export type PanelTab = (typeof panelTabs)[number]

/** The panel beside the phone; on a narrow screen it comes up only while `panelOpen`. */
export const panelTab = signal<PanelTab>('tour')
export const panelOpen = signal(false)
