import { darAlTamr } from './dar-al-tamr/store.ts'
import { darabeelAlFreej } from './darabeel.ts'
import type { SeedStore } from './types.ts'

export type {
  Language,
  Localized,
  SeedCollection,
  SeedOption,
  SeedProduct,
  SeedStore,
  SeedVariant,
} from './types.ts'

/** The stores of the demo and of the tests that need a full shelf. */
export const seedStores: SeedStore[] = [darAlTamr, darabeelAlFreej]
