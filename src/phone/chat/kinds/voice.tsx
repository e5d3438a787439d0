import { useRef, useState } from 'preact/hooks'
import { Icon } from '#phone/chat/icons.tsx'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { showToast } from '#phone/state/toast.ts'
import { words } from '#phone/text/words.ts'

const bars = 28

function VoiceBody({ message }: KindProps) {
  const player = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const toggle = async () => {
    if (playing) return player.current?.pause()
    await player.current?.play().catch(() => showToast(words().noSound))
    return undefined
  }
  return (
    <div class="voice">
      <button
        type="button"
        class="voice-button"
        aria-label={playing ? words().pause : words().play}
        onClick={() => void toggle()}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <span class="voice-wave" aria-hidden="true">
        {wave(message.wamid).map((height, index) => (
          <span key={`${index}`} class={`bar-${height}`} />
        ))}
      </span>
      <Icon name="mic" size={18} />
      {/* biome-ignore lint/a11y/useMediaCaption: a person's voice note has no captions. */}
      <audio
        ref={player}
        src={message.media?.url}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
    </div>
  )
}

/** Heights drawn from the id, so that each note looks like itself. */
function wave(wamid: string): number[] {
  const letters = [...wamid].slice(-bars)
  return Array.from({ length: bars }, (_, index) => ((letters[index]?.codePointAt(0) ?? index * 7) * (index + 3)) % 6)
}

export const voiceKind: Kind = { Body: VoiceBody }
