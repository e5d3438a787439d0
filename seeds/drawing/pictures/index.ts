import type { Svg } from '#seeds/drawing/svg.ts'
import { coffee } from './coffee.ts'
import { darabeel } from './darabeel.ts'
import { dates } from './dates.ts'
import { gifts } from './gifts.ts'
import { homeware } from './homeware.ts'
import { honey } from './honey.ts'
import { nuts } from './nuts.ts'
import { oud } from './oud.ts'
import { tea } from './tea.ts'

/** Every picture by the name of its file. */
export const pictures: Record<string, Svg> = {
  ...dates,
  ...coffee,
  ...honey,
  ...oud,
  ...nuts,
  ...tea,
  ...homeware,
  ...gifts,
  ...darabeel,
}
