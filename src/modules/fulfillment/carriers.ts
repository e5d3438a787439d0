/**
 * Where a carrier shows a parcel, by its folded name. Patterns as published by the carriers or in the
 * `tracking_number_data` collection; owners may send a link of their own instead.
 */
const PATTERNS: Readonly<Record<string, string>> = {
  aramex: 'https://www.aramex.com/track/results?ShipmentNumber={n}',
  dhl: 'https://www.dhl.com/en/express/tracking.html?brand=DHL&AWB={n}',
  fedex: 'https://www.fedex.com/apps/fedextrack/?tracknumbers={n}',
  smsa: 'https://www.smsaexpress.com/trackingdetails?tracknumbers={n}',
  ups: 'https://www.ups.com/track?tracknum={n}',
  usps: 'https://tools.usps.com/go/TrackConfirmAction?tLabels={n}',
}

/** The carrier's own page for the parcel, or null for one we know none of. */
export function trackingUrlOf(carrier: string | null, trackingNumber: string | null): string | null {
  if (carrier === null || trackingNumber === null) return null
  const name = carrier
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(express|ksa)$/, '')
  const pattern = Object.hasOwn(PATTERNS, name) ? PATTERNS[name] : undefined
  return pattern?.replace('{n}', encodeURIComponent(trackingNumber)) ?? null
}
