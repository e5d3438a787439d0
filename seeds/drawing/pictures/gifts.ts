import { rowsOf, strewn } from '#seeds/drawing/arrange.ts'
import { date, dippedDate, stuffedDate } from '#seeds/drawing/bits/dates.ts'
import { rose } from '#seeds/drawing/bits/flowers.ts'
import { oudChip } from '#seeds/drawing/bits/resins.ts'
import { cardamom, coffeeBean } from '#seeds/drawing/bits/spices.ts'
import { maamoul } from '#seeds/drawing/bits/sweets.ts'
import { darker, ink } from '#seeds/drawing/color.ts'
import { rooms, scene, standing } from '#seeds/drawing/scene.ts'
import { all, path, place, type Svg, within } from '#seeds/drawing/svg.ts'
import { chest, giftBag, giftBox, openBox, paperCup } from '#seeds/drawing/vessels/boxes.ts'
import { woodenCenser } from '#seeds/drawing/vessels/censers.ts'
import { finjan } from '#seeds/drawing/vessels/cups.ts'
import { flask } from '#seeds/drawing/vessels/flasks.ts'
import { jar } from '#seeds/drawing/vessels/jars.ts'

const grid = { columns: 4, rows: 3, dx: 106, dy: 50, scale: 0.76 }

const sweets = (piece: (n: number) => Svg, shape: Partial<typeof grid> = {}): Svg =>
  place(
    rowsOf((n) => paperCup(ink.white) + piece(n), { ...grid, ...shape }),
    { y: -116 },
  )

/** Eight-pointed stars across a box. */
function starPaper(color: string): Svg {
  const face = 'M-190,-176H190V0H-190Z'
  const stars = Array.from({ length: 18 }, (_, n) => {
    const [x, y] = [-170 + (n % 6) * 68, -140 + Math.floor(n / 6) * 58]
    return (
      path(`M${x - 13},${y - 13}h26v26h-26Z`, color) +
      `<g transform="rotate(45 ${x} ${y})">${path(`M${x - 13},${y - 13}h26v26h-26Z`, color)}</g>`
    )
  })
  return within(face, stars.join(''))
}

/** Plaster triangles as on the walls of Diriyah. */
function najdiPaper(color: string): Svg {
  const rows = [-150, -96, -42].map((y, row) =>
    Array.from({ length: 12 }, (_, n) => path(`M${-200 + n * 36 + (row % 2) * 18},${y}h30l-15,-30Z`, color)).join(''),
  )
  return within('M-190,-176H190V0H-190Z', rows.join(''))
}

function palm(color: string): Svg {
  const fronds = [-80, -48, -16, 16, 48, 80].map(
    (turn) => `<g transform="translate(0 -30) rotate(${turn})">${path('M-7,0Q-16,-30 0,-62Q16,-30 7,0Z', color)}</g>`,
  )
  return all(path('M-9,50L-6,-30H6L9,50Z', darker(color, 0.2)), fronds)
}

function chestOfJars(): Svg {
  const fills = ['#a9703c', '#8ea255', '#5b3420', ink.ruby]
  const jars = fills.map((fill, n) =>
    place(jar({ fill, lid: ink.gold, shape: 'faceted' }), { x: -156 + n * 104, y: -90, scale: 0.36 }),
  )
  return chest(jars.join(''))
}

function oudSet(): Svg {
  return openBox({
    color: ink.night,
    lining: '#e8d5c0',
    contents: all(
      place(woodenCenser(ink.wood), { x: -120, y: -62, scale: 0.52 }),
      place(flask({ oil: '#efdcb8', cut: 'vial' }), { x: 16, y: -60, scale: 0.5 }),
      strewn(
        (n) => oudChip(n),
        [
          { x: 120, y: -120, scale: 0.75, turn: -10 },
          { x: 160, y: -96, scale: 0.75, turn: 12 },
          { x: 112, y: -78, scale: 0.8, turn: 4 },
        ],
      ),
    ),
  })
}

export const gifts: Record<string, Svg> = {
  'majlis-box': scene(
    rooms.gifts,
    standing(giftBox({ color: ink.sand, ribbon: ink.maroon, pattern: starPaper('#dcbd8c') }), 200, {
      x: 370,
      scale: 1.5,
      y: 680,
    }),
    standing(finjan({ color: ink.white, band: ink.maroon, coffee: '#b98235' }), 46, { x: 690, y: 724, scale: 1.15 }),
    strewn(
      (n) => date({ color: n === 0 ? '#3b1c17' : '#c98d3d', long: 1.5 }),
      [
        { x: 120, y: 736, turn: 14, scale: 0.9 },
        { x: 560, y: 744, turn: -10, scale: 0.9 },
      ],
    ),
  ),
  'stuffed-dates-box': scene(
    rooms.gifts,
    standing(
      openBox({
        color: ink.maroon,
        lining: ink.cream,
        contents: sweets((n) =>
          place(stuffedDate('#b5762f', ['#f0d9ae', '#8ba34b', '#e58a2c'][n % 3] ?? ink.cream), { y: -8 }),
        ),
      }),
      255,
      { scale: 1.4 },
    ),
  ),
  'chocolate-dates': scene(
    rooms.gifts,
    standing(
      openBox({ color: ink.teal, lining: ink.cream, contents: sweets((n) => place(chocolate(n), { y: -8 })) }),
      255,
      { scale: 1.4 },
    ),
  ),
  'maamoul-box': scene(
    rooms.gifts,
    standing(
      openBox({
        color: ink.gold,
        lining: ink.cream,
        contents: sweets(() => place(maamoul(), { y: -8, scale: 1.02 }), { columns: 4, dx: 104 }),
      }),
      255,
      { scale: 1.4 },
    ),
  ),
  'oud-gift-set': scene(rooms.gifts, standing(oudSet(), 255, { scale: 1.4 })),
  'coffee-chest': scene(
    rooms.gifts,
    standing(chestOfJars(), 245, { scale: 1.4 }),
    strewn(
      (n) => (n === 0 ? coffeeBean('#a9703c') : cardamom()),
      [
        { x: 130, y: 730, turn: 20 },
        { x: 660, y: 736, turn: -12 },
      ],
    ),
  ),
  'gift-bag': scene(
    rooms.gifts,
    standing(giftBag(ink.cream, palm(ink.olive)), 180, { scale: 1.45, y: 690 }),
    place(rose(), { x: 130, y: 712, scale: 0.9 }),
  ),
  'founding-day-box': scene(
    rooms.gifts,
    standing(giftBox({ color: '#c98a5a', ribbon: ink.walnut, pattern: najdiPaper('#e8c59a') }), 200, {
      scale: 1.5,
      y: 680,
    }),
    strewn(
      () => date({ color: '#7d3f22', long: 1.6 }),
      [
        { x: 110, y: 732, turn: 10, scale: 0.9 },
        { x: 690, y: 732, turn: -10, scale: 0.9 },
      ],
    ),
  ),
}

function chocolate(n: number): Svg {
  const coats: [string, string][] = [
    ['#7a4526', '#e9cfa4'],
    ['#3f2016', '#a86a3c'],
    ['#f1e2c6', '#7a4526'],
  ]
  const [coat, drizzle] = coats[n % 3] ?? ['#7a4526', '#e9cfa4']
  return dippedDate(coat, drizzle)
}
