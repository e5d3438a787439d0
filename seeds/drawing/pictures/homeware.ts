import { type Heap, heap, strewn } from '#seeds/drawing/arrange.ts'
import { date } from '#seeds/drawing/bits/dates.ts'
import { steam } from '#seeds/drawing/bits/resins.ts'
import { cardamom, coffeeBean } from '#seeds/drawing/bits/spices.ts'
import { ink } from '#seeds/drawing/color.ts'
import { rooms, scene, standing } from '#seeds/drawing/scene.ts'
import { place, type Svg } from '#seeds/drawing/svg.ts'
import { electricCenser, woodenCenser } from '#seeds/drawing/vessels/censers.ts'
import { finjan, saucer, teaGlass } from '#seeds/drawing/vessels/cups.ts'
import { dallah, thermos } from '#seeds/drawing/vessels/dallah.ts'
import { lidded, mortar, roastingPan, tray } from '#seeds/drawing/vessels/kitchen.ts'

const pile: Heap = { width: 300, height: 46, rows: 4, across: 6, scale: 0.75, spin: 180 }
const brew = '#b98235'

const white = (coffee?: string): Svg => finjan({ color: ink.white, band: ink.teal, ...(coffee && { coffee }) })

const glass = (): Svg => saucer(ink.white, ink.ruby) + teaGlass({ drink: '#a63c16' })

export const homeware: Record<string, Svg> = {
  'brass-dallah': scene(
    rooms.homeware,
    standing(dallah(ink.brass), 125, { x: 390, scale: 1.3, y: 690 }),
    standing(white(brew), 46, { x: 650, y: 716, scale: 1.2 }),
  ),
  'thermos-dallah': scene(
    rooms.homeware,
    standing(thermos('#efe2c6'), 125, { x: 370, scale: 1.35, y: 690 }),
    standing(white(brew), 46, { x: 650, y: 716, scale: 1.2 }),
    place(steam(), { x: 650, y: 570 }),
  ),
  'finjan-set': scene(
    rooms.homeware,
    standing(tray(330, ink.brass, ''), 330, { y: 650, scale: 1.08 }),
    strewn(
      () => white(),
      [
        { x: 230, y: 636, scale: 1.25 },
        { x: 400, y: 620, scale: 1.25 },
        { x: 570, y: 636, scale: 1.25 },
      ],
    ),
    strewn(
      (n) => white(n === 1 ? brew : undefined),
      [
        { x: 215, y: 716, scale: 1.5 },
        { x: 400, y: 730, scale: 1.5 },
        { x: 585, y: 716, scale: 1.5 },
      ],
    ),
    place(white(), { x: 315, y: 500, scale: 1.1 }),
    place(white(), { x: 485, y: 500, scale: 1.1 }),
  ),
  'tea-glass-set': scene(
    rooms.homeware,
    strewn(
      () => glass(),
      [
        { x: 250, y: 600, scale: 1.15 },
        { x: 550, y: 600, scale: 1.15 },
        { x: 172, y: 708, scale: 1.3 },
        { x: 628, y: 708, scale: 1.3 },
        { x: 400, y: 722, scale: 1.5 },
      ],
    ),
  ),
  'wooden-mabkhara': scene(rooms.homeware, standing(woodenCenser(ink.wood), 125, { scale: 1.4, y: 700 })),
  'electric-mabkhara': scene(rooms.homeware, standing(electricCenser('#f3ece0'), 100, { x: 370, scale: 1.4, y: 700 })),
  'brass-nijr': scene(
    rooms.homeware,
    standing(mortar(), 135, { x: 380, scale: 1.28, y: 690 }),
    strewn(
      () => cardamom(),
      [
        { x: 140, y: 712, turn: 14 },
        { x: 660, y: 722, turn: -18 },
        { x: 610, y: 746, turn: 20 },
      ],
    ),
  ),
  'coffee-mihmas': scene(
    rooms.homeware,
    standing(
      roastingPan(
        place(
          heap((n) => coffeeBean(n % 2 === 0 ? '#9a6538' : '#7d4c28'), pile),
          { x: -40, y: -34 },
        ),
      ),
      230,
      { x: 390, y: 668, scale: 1.05 },
    ),
    strewn(
      () => coffeeBean('#7d4c28'),
      [
        { x: 590, y: 722, scale: 0.8, turn: 20 },
        { x: 650, y: 744, scale: 0.8, turn: -40 },
      ],
    ),
  ),
  'date-bowl': scene(
    rooms.homeware,
    standing(lidded(ink.teal), 115, { scale: 1.6, y: 690 }),
    strewn(
      () => date({ color: '#7d3f22', long: 1.7 }),
      [
        { x: 120, y: 720, turn: 14 },
        { x: 680, y: 724, turn: -14 },
      ],
    ),
  ),
}
