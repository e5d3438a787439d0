import { shopKinds } from '#phone/shop/kinds.tsx'
import type { Kind } from './kind.types.ts'
import { contactsKind } from './kinds/contacts.tsx'
import { documentKind } from './kinds/document.tsx'
import { flowAnswerKind, flowKind } from './kinds/flow.tsx'
import { imageKind, stickerKind, videoKind } from './kinds/image.tsx'
import { buttonsKind, linkKind, listKind, locationRequestKind } from './kinds/interactive.tsx'
import { locationKind } from './kinds/location.tsx'
import { templateKind } from './kinds/template.tsx'
import { deletedKind, textKind, unsupportedKind } from './kinds/text.tsx'
import { voiceKind } from './kinds/voice.tsx'

const kinds: Record<string, Kind> = {
  text: textKind,
  reply: textKind,
  buttons: buttonsKind,
  list: listKind,
  cta_url: linkKind,
  location_request: locationRequestKind,
  flow: flowKind,
  flow_reply: flowAnswerKind,
  image: imageKind,
  video: videoKind,
  sticker: stickerKind,
  document: documentKind,
  audio: voiceKind,
  location: locationKind,
  contacts: contactsKind,
  template: templateKind,
  unsupported: unsupportedKind,
  deleted: deletedKind,
  ...shopKinds,
}

/** How this kind is drawn. One nobody has drawn yet shows the words that the sandbox reads off it. */
export function kindNamed(name: string): Kind {
  return kinds[name] ?? unsupportedKind
}
