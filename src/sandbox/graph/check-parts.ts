import { documentReference, imageReference, mediaReference } from './check-content.ts'
import { bool, byKey, httpUrl, missing, object, oneOf, opt, text } from './checks.ts'

export const textHeader = object({ type: oneOf('text'), text: text(60) })
export const headerImage = object({ type: oneOf('image'), image: imageReference })
export const headerVideo = object({ type: oneOf('video'), video: mediaReference })
export const headerDocument = object({ type: oneOf('document'), document: documentReference })

export const anyHeader = byKey('type', {
  text: textHeader,
  image: headerImage,
  video: headerVideo,
  document: headerDocument,
})

export const body = (max: number) => object({ text: text(max) })
export const footer = object({ text: text(60) })

export const urlAction = object({
  name: oneOf('cta_url'),
  parameters: object({ display_text: text(20), url: httpUrl, payment_link_preview: opt(bool) }),
})

/** With more than one section each needs a title. */
export function requireTitles(sections: Record<string, unknown>[], path: string): void {
  if (sections.length > 1 && sections.some(({ title }) => title === undefined)) throw missing(`${path} section title`)
}
