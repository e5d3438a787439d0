import { type Heap, heap, rowsOf, strewn } from '#seeds/drawing/arrange.ts'
import { type DateLook, date, freshDate, snowflake } from '#seeds/drawing/bits/dates.ts'
import { maamoul } from '#seeds/drawing/bits/sweets.ts'
import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { rooms, scene, standing } from '#seeds/drawing/scene.ts'
import { all, path, place, rect, type Spot, type Svg, stroke } from '#seeds/drawing/svg.ts'
import { basket, board, bowl, dish, plate, stand, triangles } from '#seeds/drawing/vessels/bowls.ts'
import { openBox, paperCup } from '#seeds/drawing/vessels/boxes.ts'
import { openCarton, openTin } from '#seeds/drawing/vessels/packs.ts'

const looks = {
  ajwa: { color: '#3b1c17', long: 1.45 },
  sukkari: { color: '#c98d3d', long: 1.5 },
  khalas: { color: '#9c5a24', long: 1.7 },
  medjool: { color: '#7d3f22', long: 1.8 },
  mabroom: { color: '#57281b', long: 2.5 },
  saqai: { color: '#dcb05c', tip: '#7d4722', long: 1.75 },
  anbara: { color: '#6a2b1e', long: 2 },
  rutab: { color: '#e2b04a', tip: '#a3642a', long: 1.45 },
} satisfies Record<string, DateLook>

const pile: Heap = { width: 330, height: 150, rows: 4, across: 5, scale: 0.95, spin: 24, y: -150 }

const heapOf = (look: DateLook, shape: Partial<Heap> = {}): Svg => heap(() => date(look), { ...pile, ...shape })

const loose = (look: DateLook, ...spots: Spot[]): Svg => strewn(() => date(look), spots)

const inBowl = (look: DateLook, color: string, paint: string): Svg =>
  standing(bowl({ color, contents: heapOf(look), band: triangles(paint, [-110, -74]) }), 110, { scale: 1.45 })

function pasteBlock(): Svg {
  const color = '#6b3520'
  return all(
    path('M-190,-150L-130,-214H200L140,-150Z', lighter(color, 0.2)),
    path('M140,-150L200,-214V-90L140,-20Z', darker(color, 0.35)),
    rect([-190, -150, 330, 132, 8], color),
    stroke('M-40,-120q40,12 80,0t90,6M-40,-66q60,-14 80,0t90,-6', darker(color, 0.25), 5),
    path('M-190,-150H-60V-18H-190Z', ink.cream),
    path('M-190,-150L-130,-214H0L-60,-150Z', ink.white),
    rect([-190, -104, 130, 10], ink.terracotta),
    rect([-190, -84, 130, 5], ink.terracotta),
  )
}

function barhiBranch(): Svg {
  const strands = [-150, -90, -30, 30, 90, 150].map((x, n) => {
    const end = 330 + (n % 3) * 40
    const fruit = Array.from({ length: 4 + (n % 2) }, (_, at) => {
      const share = 0.36 + at * 0.15
      const spot = { x: x * (0.35 + share * 0.95), y: end * share + 40, turn: -x * 0.08, scale: 1.1 }
      return place(freshDate(at % 2 === 0 ? '#e9b93a' : '#f0c64e'), spot)
    })
    return stroke(`M0,20Q${x * 0.6},${end * 0.3} ${x * 1.25},${end}`, '#c99a4b', 7) + fruit.join('')
  })
  return all(stroke('M-30,-60Q0,-30 0,30', '#b27f3a', 26), strands)
}

function medjoolBox(): Svg {
  const grid = { columns: 3, rows: 3, dx: 134, dy: 50, scale: 0.86 }
  const piece = paperCup(ink.white) + place(date(looks.medjool), { y: -10 })
  return openBox({
    color: ink.olive,
    lining: ink.cream,
    contents: place(
      rowsOf(() => piece, grid),
      { y: -116 },
    ),
  })
}

function rutabTub(): Svg {
  const frost = [-100, 0, 100].map((x) => ({ x, y: x === 0 ? -46 : -58, scale: 0.85 }))
  const fruit = heapOf(looks.rutab, { width: 310, height: 120, rows: 3, across: 4, scale: 1, y: -118 })
  return openTin(ink.sea, fruit) + strewn(() => snowflake(ink.white), frost)
}

function snow(): Svg {
  const spots = [
    { x: 190, y: 220, scale: 0.8 },
    { x: 610, y: 180, scale: 0.65 },
    { x: 540, y: 290, scale: 0.5 },
  ]
  return strewn(() => snowflake(ink.white), spots)
}

export const dates: Record<string, Svg> = {
  'ajwa-dates': scene(
    rooms.dates,
    inBowl(looks.ajwa, ink.brass, ink.maroon),
    loose(looks.ajwa, { x: 160, y: 726, turn: -14 }, { x: 640, y: 730, turn: 160 }),
  ),
  'sukkari-dates': scene(
    rooms.dates,
    inBowl(looks.sukkari, ink.teal, ink.cream),
    loose(looks.sukkari, { x: 165, y: 726, turn: 12 }, { x: 262, y: 744, turn: 170 }, { x: 630, y: 728, turn: -10 }),
  ),
  'khalas-dates': scene(
    rooms.dates,
    standing(basket(ink.straw, heapOf(looks.khalas)), 180, { scale: 1.4 }),
    loose(looks.khalas, { x: 120, y: 728, turn: 18 }, { x: 680, y: 730, turn: -16 }),
  ),
  'medjool-dates': scene(rooms.dates, standing(medjoolBox(), 255, { scale: 1.4 })),
  'mabroom-dates': scene(
    rooms.dates,
    standing(
      dish(ink.terracotta, heapOf(looks.mabroom, { width: 390, height: 140, across: 4, spin: 12, seed: 5, y: -62 })),
      200,
      { scale: 1.32 },
    ),
    loose(looks.mabroom, { x: 260, y: 738, turn: -6 }),
  ),
  'saqai-dates': scene(
    rooms.dates,
    inBowl(looks.saqai, ink.cream, ink.terracotta),
    loose(looks.saqai, { x: 155, y: 724, turn: 8 }, { x: 640, y: 730, turn: -20 }),
  ),
  'anbara-dates': scene(
    rooms.dates,
    standing(
      stand(
        ink.copper,
        heapOf(looks.anbara, { width: 310, height: 130, rows: 3, across: 3, scale: 1.25, spin: 14, seed: 3, y: -192 }),
      ),
      120,
      { scale: 1.42 },
    ),
  ),
  'sukkari-rutab': scene(rooms.dates, snow(), standing(rutabTub(), 190, { scale: 1.5 })),
  'date-paste': scene(
    rooms.dates,
    standing(board(260, place(pasteBlock(), { y: -18, x: 0 })), 260, { scale: 1.3, y: 640 }),
    strewn(
      () => maamoul(),
      [
        { x: 540, y: 724, scale: 1.05 },
        { x: 650, y: 700, scale: 0.9 },
      ],
    ),
    loose(looks.khalas, { x: 180, y: 722, turn: -8 }),
  ),
  'sukkari-event-carton': scene(
    rooms.dates,
    standing(
      openCarton(
        ink.kraft,
        heapOf(looks.sukkari, { width: 390, height: 110, across: 6, scale: 0.85, spin: 40, seed: 9, y: -190 }),
      ),
      220,
      { scale: 1.25 },
    ),
    loose(looks.sukkari, { x: 110, y: 722, turn: 14 }, { x: 690, y: 728, turn: -14 }),
  ),
  'barhi-on-the-branch': scene(
    rooms.dates,
    standing(
      plate(
        ink.teal,
        ink.cream,
        strewn(
          () => freshDate('#e9b93a'),
          [
            { x: -90, y: -60 },
            { x: 80, y: -54 },
            { x: 0, y: -40 },
          ],
        ),
      ),
      240,
      { y: 690, scale: 1.1 },
    ),
    place(barhiBranch(), { x: 400, y: 80, scale: 1.15 }),
  ),
}
