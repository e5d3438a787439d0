import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon, type IconName } from '#phone/chat/icons.tsx'
import { language } from '#phone/text/language.ts'
import { scenes } from './scenes/index.ts'
import type { Scene } from './tour.types.ts'
import { closeTour, skipStep, startScene, stopScene, type TourState, toggleHold, tour } from './tour-state.ts'
import { tourWords } from './words.ts'

/** What to watch while a scene plays; nothing when none does. It stands above the phone. */
export function TourCaption() {
  const now = tour.value
  const box = useRef<HTMLElement>(null)
  const { kind } = now
  // The panel that held the focus is gone on a narrow screen, and the strip is what goes on.
  useEffect(() => {
    if (kind === 'playing' && document.activeElement?.checkVisibility() !== true) box.current?.focus()
  }, [kind])
  if (kind === 'idle') return null
  return (
    <section class={`caption caption-${kind}`} aria-label={tourWords().region} tabIndex={-1} ref={box}>
      {kind === 'playing' ? <Playing now={now} /> : null}
      {kind === 'done' ? <Done scene={now.scene} /> : null}
      {kind === 'failed' ? <Failed scene={now.scene} message={now.message} /> : null}
    </section>
  )
}

function Playing({ now }: { now: Extract<TourState, { kind: 'playing' }> }) {
  const words = tourWords()
  const { scene, step, held, stopping } = now
  return (
    <>
      <Head scene={scene}>
        {step === null ? null : <span class="caption-count">{words.step(step + 1, scene.steps.length)}</span>}
        <Round name={held ? 'play' : 'pause'} label={held ? words.goOn : words.pause} onClick={toggleHold} />
        <Round name="chevron" label={words.next} onClick={skipStep} />
        <Round name="close" label={words.stop} onClick={() => void stopScene()} />
      </Head>
      <Track step={step} of={scene.steps.length} />
      <p class="caption-text" role="status">
        {textOf({ scene, step, stopping })}
      </p>
    </>
  )
}

function textOf({ scene, step, stopping }: { scene: Scene; step: number | null; stopping: boolean }): string {
  const words = tourWords()
  if (stopping) return words.stopping
  const watch = step === null ? undefined : scene.steps[step]?.watch[language.value]
  return watch ?? words.setting
}

function Track({ step, of }: { step: number | null; of: number }) {
  return (
    <div class="caption-track" aria-hidden="true">
      {Array.from({ length: of }, (_, place) => (
        <span key={place} class={step !== null && place <= step ? 'caption-bit caption-bit-over' : 'caption-bit'} />
      ))}
    </div>
  )
}

function Done({ scene }: { scene: Scene }) {
  const words = tourWords()
  const next = scenes[scenes.indexOf(scene) + 1]
  return (
    <>
      <Head scene={scene}>
        <Round name="close" label={words.close} onClick={closeTour} />
      </Head>
      <p class="caption-text" role="status">
        {scene.next[language.value]}
      </p>
      {next === undefined ? null : (
        <button type="button" class="text-button caption-next" onClick={() => void startScene(next)}>
          {words.nextScene(next.title[language.value])}
        </button>
      )}
    </>
  )
}

function Failed({ scene, message }: { scene: Scene; message: string }) {
  const words = tourWords()
  return (
    <>
      <Head scene={scene}>
        <Round name="close" label={words.close} onClick={closeTour} />
      </Head>
      <p class="caption-text" role="alert">
        {words.failed}
      </p>
      <details class="caption-details">
        <summary>{words.details}</summary>
        <pre dir="auto">{message}</pre>
      </details>
      <button type="button" class="text-button caption-next" onClick={() => void startScene(scene)}>
        {words.again}
      </button>
    </>
  )
}

function Head({ scene, children }: { scene: Scene; children: ComponentChildren }) {
  return (
    <div class="caption-head">
      <strong class="caption-title">{scene.title[language.value]}</strong>
      {children}
    </div>
  )
}

type RoundProps = { name: IconName; label: string; onClick: () => void }

function Round({ name, label, onClick }: RoundProps) {
  return (
    <button type="button" class="icon-button caption-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={name} size={18} />
    </button>
  )
}
