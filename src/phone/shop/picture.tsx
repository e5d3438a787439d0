import { useState } from 'preact/hooks'
import { Icon, type IconName } from '#phone/chat/icons.tsx'

type PictureProps = { src: string; alt?: string; size?: 'fill' | 'row'; icon?: IconName }

/** The picture of a product; a drawn bag stands in for one that is missing or does not load. */
export function Picture({ src, alt = '', size = 'fill', icon = 'bag' }: PictureProps) {
  const [broken, setBroken] = useState('')
  const missing = src === '' || broken === src
  return (
    <span class={`shot shot-${size}`}>
      {missing ? (
        <Icon name={icon} size={size === 'row' ? 24 : 40} />
      ) : (
        <img src={src} alt={alt} loading="lazy" decoding="async" onError={() => setBroken(src)} />
      )}
    </span>
  )
}
