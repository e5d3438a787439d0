import '#phone/style/tour.css'
import { Icon } from '#phone/chat/icons.tsx'
import { numbers } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { scenes } from './scenes/index.ts'
import type { Scene } from './tour.types.ts'
import { played, startScene, tour } from './tour-state.ts'
import { tourWords } from './words.ts'

export { TourCaption } from './caption.tsx'

/** The eight scenes to choose from. */
export function Tour() {
  const words = tourWords()
  return (
    <section class="tour" data-tab="tour">
      <p class="tour-intro">{numbers.value.length === 0 ? words.noShop : words.intro}</p>
      <ol class="tour-cards" aria-label={words.scenes}>
        {scenes.map((scene) => (
          <li key={scene.id}>
            <SceneCard scene={scene} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function SceneCard({ scene }: { scene: Scene }) {
  const words = tourWords()
  const now = tour.value
  const playing = now.kind === 'playing' && now.scene === scene
  const { [language.value]: title } = scene.title
  return (
    <article class={playing ? 'tour-card tour-card-playing' : 'tour-card'} data-scene={scene.id}>
      <button
        type="button"
        class="tour-play"
        aria-describedby={`about-${scene.id}`}
        disabled={numbers.value.length === 0}
        onClick={() => void startScene(scene)}
      >
        <span class="tour-number" aria-hidden="true" />
        <span class="tour-card-title">
          <span class="visually-hidden">{playing ? words.playing : words.play} </span>
          {title}
          {played.value.has(scene.id) ? <span class="visually-hidden"> {words.played}</span> : null}
        </span>
        <span class="tour-mark" aria-hidden="true">
          <Icon name={played.value.has(scene.id) && !playing ? 'check' : 'play'} size={18} />
        </span>
      </button>
      <p class="tour-about" id={`about-${scene.id}`}>
        {scene.about[language.value]}
      </p>
      {playing ? <StepList scene={scene} step={now.step} /> : null}
    </article>
  )
}

/** What there is to see in it, with the place it has come to. */
function StepList({ scene, step }: { scene: Scene; step: number | null }) {
  return (
    <ol class="tour-steps" aria-label={tourWords().steps(scene.title[language.value])}>
      {scene.steps.map(({ watch }, place) => (
        <li key={watch.en} class={stateOf(place, step)} aria-current={place === step ? 'step' : undefined}>
          {watch[language.value]}
        </li>
      ))}
    </ol>
  )
}

function stateOf(place: number, step: number | null): string {
  if (step === null || place > step) return 'tour-step'
  return place === step ? 'tour-step tour-step-now' : 'tour-step tour-step-over'
}
