import { signal } from '@preact/signals'
import { openControl } from '#phone/state/control.ts'
import { closeSheets, panelOpen } from '#phone/state/sheets.ts'
import { numbers, openChat, selected } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { openPacer, type Pacer } from './pacer.ts'
import { playScene } from './play.ts'
import { pointAt } from './point.ts'
import type { Scene } from './tour.types.ts'

export type TourState =
  | { kind: 'idle' }
  /** `step` is null while the scene is set. */
  | { kind: 'playing'; scene: Scene; step: number | null; held: boolean; stopping: boolean }
  | { kind: 'done'; scene: Scene }
  | { kind: 'failed'; scene: Scene; message: string }

export const tour = signal<TourState>({ kind: 'idle' })

/** Scenes that were seen to their end, by id. */
export const played = signal<ReadonlySet<string>>(new Set())

type Running = { pacer: Pacer; stop: AbortController; over: Promise<void> }

let running: Running | null = null

/** What puts things back must arrive although the page that asked is gone. */
const control = openControl({
  baseUrl: location.origin,
  fetch: (url, asked) => fetch(url, { ...asked, keepalive: true }),
})

addEventListener('pagehide', () => running?.stop.abort())

/** Plays a scene on the phone, in the page's language; one that is playing is ended first. */
export async function startScene(scene: Scene): Promise<void> {
  await stopScene()
  const phoneNumberId = selected.value?.phoneNumberId ?? numbers.value[0]?.phoneNumberId
  if (phoneNumberId === undefined) return
  closeSheets()
  panelOpen.value = false
  const stop = new AbortController()
  const pacer = openPacer(paceOfEyes(), stop.signal)
  tour.value = { kind: 'playing', scene, step: null, held: false, stopping: false }
  const over = playScene(scene, {
    ...{ control, pacer, phoneNumberId, language: language.value, signal: stop.signal },
    onStep: (step) => onPlaying((now) => ({ ...now, step, held: false })),
    onChat: (shopperId) => openChat({ phoneNumberId, shopperId }),
    onPoint: pointAt,
  }).then(
    () => finish(scene),
    (error: unknown) => fail(scene, { error, stopped: stop.signal.aborted }),
  )
  running = { pacer, stop, over }
  await over
}

/** Ends the scene that plays, if one does, and waits until everything is put back. */
export async function stopScene(): Promise<void> {
  if (running === null) return
  onPlaying((now) => ({ ...now, stopping: true }))
  running.stop.abort()
  await running.over
}

export function toggleHold(): void {
  if (tour.value.kind !== 'playing' || running === null) return
  const held = !tour.value.held
  if (held) running.pacer.hold()
  else running.pacer.goOn()
  onPlaying((now) => ({ ...now, held }))
}

/** What is left of the step happens at once. */
export function skipStep(): void {
  running?.pacer.run()
  onPlaying((now) => ({ ...now, held: false }))
}

export function closeTour(): void {
  tour.value = { kind: 'idle' }
}

type NowPlaying = Extract<TourState, { kind: 'playing' }>

function onPlaying(change: (now: NowPlaying) => NowPlaying): void {
  if (tour.value.kind === 'playing') tour.value = change(tour.value)
}

function finish(scene: Scene): void {
  running = null
  played.value = new Set([...played.value, scene.id])
  tour.value = { kind: 'done', scene }
}

function fail(scene: Scene, { error, stopped }: { error: unknown; stopped: boolean }): void {
  running = null
  const message = error instanceof Error ? error.message : String(error)
  tour.value = stopped ? { kind: 'idle' } : { kind: 'failed', scene, message }
}

/** `?pace=0.2` plays five times as fast, for whoever has seen it before. */
function paceOfEyes(): number {
  const pace = Number(new URLSearchParams(location.search).get('pace') ?? 1)
  return pace >= 0 && pace <= 5 ? pace : 1
}
