import { act } from '#phone/chat/act.ts'
import { Icon } from '#phone/chat/icons.tsx'
import { MapPicture } from '#phone/chat/kinds/location.tsx'
import { type KnownPlace, placesOf } from '#phone/chat/places.ts'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import type { Place } from '#phone/state/says.ts'
import { closeSheet } from '#phone/state/sheets.ts'
import { numbers, selected } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { words } from '#phone/text/words.ts'

/** Picks the place to send: one of the shop's country, or any coordinates. */
export function LocationSheet() {
  const number = numbers.value.find(({ phoneNumberId }) => phoneNumberId === selected.value?.phoneNumberId)
  const places = placesOf(number?.currency ?? '')
  return (
    <SheetFrame title={words().sendLocation} size="tall">
      <MapPicture seed={places[0]?.latitude ?? 0} />
      <div class="action-rows">
        {places.map((place) => (
          <PlaceRow key={place.name.en} place={place} />
        ))}
      </div>
      <FreePlace first={places[0]} />
    </SheetFrame>
  )
}

function send(location: Place): void {
  const choice = selected.value
  closeSheet()
  if (choice !== null) void act(choice, { location })
}

function PlaceRow({ place }: { place: KnownPlace }) {
  const { latitude, longitude } = place
  const name = place.name[language.value]
  const address = place.address[language.value]
  return (
    <button type="button" class="action-row" onClick={() => send({ latitude, longitude, name, address })}>
      <Icon name="pin" />
      <span class="row-words">
        <span class="row-title">
          <bdi>{name}</bdi>
        </span>
        <span class="row-description">
          <bdi>{address}</bdi>
        </span>
      </span>
    </button>
  )
}

function FreePlace({ first }: { first: KnownPlace | undefined }) {
  const w = words()
  return (
    <form
      class="free-form"
      onSubmit={(event) => {
        event.preventDefault()
        const { latitude, longitude, name, address } = Object.fromEntries(new FormData(event.currentTarget))
        send({
          latitude: Number(latitude),
          longitude: Number(longitude),
          ...(name ? { name: String(name) } : {}),
          ...(address ? { address: String(address) } : {}),
        })
      }}
    >
      <h3>{w.coordinates}</h3>
      <Degrees name="latitude" label={w.latitude} most={90} value={first?.latitude} />
      <Degrees name="longitude" label={w.longitude} most={180} value={first?.longitude} />
      <label class="field">
        {w.placeName}
        <input name="name" dir="auto" maxLength={100} />
      </label>
      <label class="field">
        {w.placeAddress}
        <input name="address" dir="auto" maxLength={200} />
      </label>
      <button type="submit" class="main-button">
        {w.sendLocation}
      </button>
    </form>
  )
}

type DegreesProps = { name: string; label: string; most: number; value: number | undefined }

function Degrees({ name, label, most, value }: DegreesProps) {
  return (
    <label class="field field-half">
      {label}
      <input
        name={name}
        type="number"
        step="any"
        min={-most}
        max={most}
        required
        dir="ltr"
        defaultValue={`${value ?? ''}`}
      />
    </label>
  )
}
