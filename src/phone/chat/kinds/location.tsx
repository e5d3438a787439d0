import { Icon } from '#phone/chat/icons.tsx'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { fields, text } from '#phone/state/fields.ts'
import { words } from '#phone/text/words.ts'

function LocationBody({ message }: KindProps) {
  const { latitude, longitude, name, address } = fields(message.body.location)
  return (
    <div class="place">
      <MapPicture seed={Number(latitude) + Number(longitude)} />
      <p class="place-name">
        <bdi>{text(name) || words().location}</bdi>
      </p>
      {text(address) === '' ? null : (
        <p>
          <bdi>{text(address)}</bdi>
        </p>
      )}
      <p class="place-point">
        <bdi dir="ltr">
          {point(latitude)}, {point(longitude)}
        </bdi>
      </p>
    </div>
  )
}

function point(degrees: unknown): string {
  return Number(degrees).toFixed(5)
}

/** Streets around a pin; drawn, as the page asks no map of any other host. */
export function MapPicture({ seed }: { seed: number }) {
  const shift = Math.abs(Math.round(seed * 1000)) % 40
  return (
    <span class="map" aria-hidden="true">
      <svg viewBox="0 0 240 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        <rect class="map-land" width="240" height="120" />
        <path class="map-park" d={`M${150 + shift} 0h60v48h-70z`} />
        <path class="map-water" d={`M0 ${96 - shift / 3}c60-14 90 18 240-6v40H0z`} />
        <g class="map-streets">
          <path
            d={`M0 ${30 + shift / 4}h240M0 ${70 - shift / 5}h240M${50 + shift} 0v120M${120 - shift} 0v120M${190 + shift / 2} 0v120`}
          />
          <path class="map-road" d={`M-10 ${100 - shift}L250 ${20 + shift}`} />
        </g>
      </svg>
      <span class="map-pin">
        <Icon name="pin" size={34} />
      </span>
    </span>
  )
}

export const locationKind: Kind = { Body: LocationBody, bleeds: true }
