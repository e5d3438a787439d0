import type { Place } from '#phone/state/says.ts'
import type { Words } from './tour.types.ts'

type Home = {
  country: string
  place: Omit<Place, 'name' | 'address'> & { name: Words; address: Words }
  typed: Words
}

const riyadh: Home = {
  country: 'SA',
  place: {
    latitude: 24.7995,
    longitude: 46.6186,
    name: { ar: 'حي الملقا', en: 'Al Malqa' },
    address: { ar: 'شارع أنس بن مالك، مبنى 7، الرياض', en: 'Anas bin Malik Street, building 7, Riyadh' },
  },
  typed: {
    ar: 'حي العليا، طريق الملك فهد، مبنى 12، الرياض',
    en: 'Al Olaya, King Fahd Road, building 12, Riyadh',
  },
}

const kuwait: Home = {
  country: 'KW',
  place: {
    latitude: 29.3339,
    longitude: 48.0761,
    name: { ar: 'السالمية', en: 'Salmiya' },
    address: { ar: 'قطعة 4، شارع 7، منزل 9، السالمية', en: 'Block 4, Street 7, House 9, Salmiya' },
  },
  typed: { ar: 'السالمية، قطعة 4، شارع 7، منزل 9', en: 'Salmiya, block 4, street 7, house 9' },
}

/** Where a shopper of a shop with this currency lives. */
export function homeIn(currency: string): Home {
  return currency === 'KWD' ? kuwait : riyadh
}

/** The name with a number behind it when somebody in the chat list has it already. */
export function freshName(name: string, taken: readonly string[]): string {
  const names = new Set(taken)
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} ${count}`
    if (!names.has(candidate)) return candidate
  }
}
