import { type Heap, heap, strewn } from '#seeds/drawing/arrange.ts'
import { twig } from '#seeds/drawing/bits/flowers.ts'
import { steam } from '#seeds/drawing/bits/resins.ts'
import { cardamom, clove, coffeeBean, ginger, husk, powder, saffronThread } from '#seeds/drawing/bits/spices.ts'
import { darker, ink } from '#seeds/drawing/color.ts'
import { rooms, scene, standing } from '#seeds/drawing/scene.ts'
import { all, place, rect, type Spot, type Svg } from '#seeds/drawing/svg.ts'
import { bowl, plate, triangles } from '#seeds/drawing/vessels/bowls.ts'
import { finjan } from '#seeds/drawing/vessels/cups.ts'
import { jar, label } from '#seeds/drawing/vessels/jars.ts'
import { scoop } from '#seeds/drawing/vessels/kitchen.ts'
import { carton, pouch, sack, tin } from '#seeds/drawing/vessels/packs.ts'

const blonde = '#c99a5b'
const medium = '#8a5a34'
const brew = '#b98235'

const pile: Heap = { width: 340, height: 150, rows: 5, across: 6, scale: 0.85, spin: 180, y: -150 }

const beans = (color: string, shape: Partial<Heap>): Svg => heap(() => coffeeBean(color), { ...pile, ...shape })

function cupOf(spot: Spot): Svg {
  const { x = 400, y = 0 } = spot
  const cup = finjan({ color: ink.white, band: ink.maroon, coffee: brew })
  return standing(cup, 46, { ...spot, scale: 1.5 }) + place(steam(), { x, y: y - 190, scale: 1.1 })
}

function sachet(color: string): Svg {
  return all(
    rect([-26, -210, 52, 210, 4], color),
    rect([10, -210, 16, 210], darker(color, 0.14)),
    rect([-26, -196, 52, 8], darker(color, 0.25)),
    rect([-26, -150, 52, 60], ink.cream),
    place(coffeeBean(medium), { y: -120, scale: 0.5, turn: -40 }),
  )
}

function threads(): Svg {
  return strewn(saffronThread, [
    { y: -22, turn: -20 },
    { y: 6, turn: 160 },
    { x: 8, y: 30, turn: -8 },
  ])
}

export const coffee: Record<string, Svg> = {
  'harari-saudi-coffee': scene(
    rooms.coffee,
    standing(
      pouch({ color: ink.kraft, accent: ink.maroon, emblem: place(coffeeBean(blonde), { turn: -35, scale: 1.3 }) }),
      150,
      { x: 310, scale: 1.3 },
    ),
    standing(beans(blonde, { width: 230, height: 110, rows: 4, across: 4, y: 0 }), 120, { x: 600, y: 690 }),
    strewn(
      () => coffeeBean(blonde),
      [
        { x: 420, y: 736, scale: 0.8, turn: 30 },
        { x: 150, y: 728, scale: 0.8, turn: -20 },
      ],
    ),
  ),
  'khawlani-coffee': scene(
    rooms.coffee,
    standing(sack(beans(medium, { width: 300, height: 100, rows: 4, across: 5, seed: 4, y: -276 })), 185, {
      scale: 1.35,
      x: 430,
    }),
    place(twig('#57793f', '#b3312f'), { x: 160, y: 690, scale: 1.3, turn: -8 }),
    standing(scoop(beans(medium, { width: 110, height: 40, rows: 2, across: 3, scale: 0.55, y: 4 })), 90, {
      x: 520,
      y: 730,
      scale: 1.1,
      turn: -6,
    }),
  ),
  'majlis-coffee-blend': scene(
    rooms.coffee,
    standing(tin({ color: ink.maroon, accent: ink.gold, emblem: threads() }), 140, { x: 300, scale: 1.55 }),
    cupOf({ x: 630, y: 690 }),
    strewn(
      (n) => (n === 1 ? clove() : cardamom()),
      [
        { x: 430, y: 736, turn: -20 },
        { x: 250, y: 742, turn: 12 },
        { x: 130, y: 716, turn: 40 },
      ],
    ),
  ),
  'saudi-coffee-sachets': scene(
    rooms.coffee,
    strewn(
      () => sachet(ink.gold),
      [
        { x: 200, y: 490, turn: -9, scale: 1.2 },
        { x: 280, y: 470, turn: -4, scale: 1.2 },
        { x: 360, y: 475, turn: 3, scale: 1.2 },
        { x: 440, y: 490, turn: 8, scale: 1.2 },
      ],
    ),
    standing(
      carton(
        { color: ink.teal, accent: ink.gold, emblem: place(coffeeBean(blonde), { turn: -35, scale: 1.3 }) },
        [160, 230],
      ),
      190,
      { x: 300, scale: 1.28 },
    ),
    cupOf({ x: 650, y: 706 }),
  ),
  qishr: scene(
    rooms.coffee,
    standing(
      bowl({
        color: ink.clay,
        contents: heap(() => husk(), { ...pile, under: '#7a3c22' }),
        band: triangles(ink.cream, [-110, -74]),
      }),
      110,
      {
        scale: 1.4,
        x: 370,
      },
    ),
    place(ginger(), { x: 650, y: 700, scale: 1.4 }),
    strewn(
      () => husk(),
      [
        { x: 150, y: 722, turn: 30 },
        { x: 270, y: 742, turn: 190 },
      ],
    ),
  ),
  'green-cardamom': scene(
    rooms.coffee,
    standing(
      bowl({
        color: ink.copper,
        contents: heap((n) => cardamom(n % 3 === 0 ? '#9bb362' : '#84a04f'), { ...pile, spin: 70 }),
      }),
      110,
      { scale: 1.45 },
    ),
    strewn(
      () => cardamom(),
      [
        { x: 150, y: 716, turn: 14 },
        { x: 270, y: 742, turn: -12 },
        { x: 650, y: 724, turn: 24 },
      ],
    ),
  ),
  'ground-cardamom': scene(
    rooms.coffee,
    standing(
      jar({
        fill: '#a4a768',
        lid: ink.brass,
        level: 0.84,
        label: label(place(cardamom(), { turn: -20, scale: 1.2 }), { y: -130, half: 88 }),
      }),
      150,
      { x: 290, scale: 1.5 },
    ),
    standing(plate(ink.white, ink.olive, place(powder(140, 120, '#a4a768'), { y: -26 })), 230, {
      x: 590,
      y: 712,
      scale: 0.78,
    }),
    place(cardamom(), { x: 330, y: 738, turn: -16 }),
  ),
}
