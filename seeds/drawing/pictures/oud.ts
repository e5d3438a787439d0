import { type Heap, heap, strewn } from '#seeds/drawing/arrange.ts'
import { rose } from '#seeds/drawing/bits/flowers.ts'
import { oudChip, shaving, smoke, tablet, tear } from '#seeds/drawing/bits/resins.ts'
import { darker, ink } from '#seeds/drawing/color.ts'
import { rooms, scene, standing } from '#seeds/drawing/scene.ts'
import { all, circle, ellipse, path, place, type Svg } from '#seeds/drawing/svg.ts'
import { bowl, dish, triangles } from '#seeds/drawing/vessels/bowls.ts'
import { chest } from '#seeds/drawing/vessels/boxes.ts'
import { brassCenser } from '#seeds/drawing/vessels/censers.ts'
import { flask } from '#seeds/drawing/vessels/flasks.ts'
import { openTin } from '#seeds/drawing/vessels/packs.ts'

const pile: Heap = { width: 380, height: 90, rows: 4, across: 5, scale: 0.95, spin: 40 }

const chips = (color: string, shape: Partial<Heap>): Svg => heap((n) => oudChip(n, color), { ...pile, ...shape })

/** A soft white blossom for what smells of cleanliness. */
function blossom(): Svg {
  const petals = [0, 72, 144, 216, 288].map(
    (turn) => `<g transform="rotate(${turn})">${ellipse([0, -26, 19, 27], ink.white)}</g>`,
  )
  const folds = [36, 108, 180, 252, 324].map(
    (turn) => `<g transform="rotate(${turn})">${path('M-3,0L0,-24L3,0Z', '#e3d3c4')}</g>`,
  )
  return all(petals, folds, circle([0, 0, 11], ink.gold))
}

export const oud: Record<string, Svg> = {
  'cambodian-oud': scene(
    rooms.oud,
    standing(chest(chips('#8a5530', { y: -140, under: '#4a2a18' })), 250, { scale: 1.35 }),
    strewn(
      (n) => oudChip(n, '#8a5530'),
      [
        { x: 190, y: 730, turn: 10 },
        { x: 610, y: 736, turn: -16 },
      ],
    ),
  ),
  'indian-oud': scene(
    rooms.oud,
    place(smoke(), { x: 400, y: 420, scale: 1.3 }),
    standing(
      dish(ink.brass, chips('#4d2b1a', { width: 370, height: 120, scale: 1.1, y: -64, seed: 6, under: '#2c160c' })),
      200,
      { scale: 1.32 },
    ),
    strewn(
      (n) => oudChip(n, '#4d2b1a'),
      [
        { x: 240, y: 740, turn: -12 },
        { x: 580, y: 744, turn: 14 },
      ],
    ),
  ),
  'najdi-bakhoor': scene(
    rooms.oud,
    standing(brassCenser(), 90, { x: 270, scale: 1.6 }),
    standing(
      openTin(
        ink.maroon,
        heap(() => tablet(), { width: 320, height: 60, rows: 3, across: 4, scale: 1, spin: 8, y: -116 }),
      ),
      190,
      { x: 570, y: 716, scale: 0.9 },
    ),
    strewn(
      () => tablet(),
      [
        { x: 330, y: 730, scale: 1 },
        { x: 130, y: 728, scale: 1 },
      ],
    ),
  ),
  mabthooth: scene(
    rooms.oud,
    standing(
      openTin(
        ink.night,
        heap(shaving, { width: 330, height: 120, rows: 6, across: 7, scale: 1, spin: 110, y: -112, under: '#3a2014' }),
      ) + place(all(path('M0,-40L40,0L0,40L-40,0Z', ink.gold), path('M0,-24L24,0L0,24L-24,0Z', ink.night)), { y: -46 }),
      190,
      { scale: 1.55 },
    ),
    strewn(shaving, [
      { x: 150, y: 716, turn: 20 },
      { x: 230, y: 744, turn: -30 },
      { x: 660, y: 730, turn: 60 },
    ]),
  ),
  'hojari-frankincense': scene(
    rooms.oud,
    standing(
      bowl({
        color: ink.walnut,
        contents: heap((n) => tear(n % 3 === 0 ? '#e6e3bd' : '#ced6a4'), {
          width: 340,
          height: 150,
          rows: 5,
          across: 6,
          scale: 1,
          spin: 120,
          y: -150,
          under: '#a5ad78',
        }),
        band: triangles(ink.straw, [-110, -74]),
      }),
      110,
      { scale: 1.45 },
    ),
    strewn(
      () => tear(),
      [
        { x: 150, y: 720, turn: 20 },
        { x: 250, y: 742, turn: 100 },
        { x: 650, y: 728, turn: -40 },
      ],
    ),
  ),
  'oud-oil': scene(
    rooms.oud,
    standing(flask({ oil: '#7a3d12', cut: 'vial' }), 66, { x: 330, scale: 1.65 }),
    standing(flask({ oil: '#7a3d12', cut: 'vial' }), 66, { x: 545, y: 700, scale: 1.05 }),
    strewn(
      (n) => oudChip(n, '#6a3c22'),
      [
        { x: 690, y: 700, turn: -10, scale: 1.1 },
        { x: 400, y: 736, turn: 14, scale: 1.1 },
        { x: 130, y: 720, turn: 6 },
      ],
    ),
  ),
  'taif-rose-oil': scene(
    rooms.oud,
    standing(flask({ oil: '#e39a9c', cut: 'drop' }), 100, { x: 360, scale: 1.65 }),
    strewn(
      (n) => rose(n === 0 ? ink.rose : darker('#e59ba0', n * 0.06)),
      [
        { x: 590, y: 660, scale: 1.35 },
        { x: 690, y: 700, scale: 1 },
        { x: 160, y: 706, scale: 1.05 },
      ],
    ),
  ),
  'white-musk-oil': scene(
    rooms.oud,
    standing(flask({ oil: '#f0e2c8', cut: 'round' }), 110, { x: 400, scale: 1.75 }),
    strewn(
      () => blossom(),
      [
        { x: 130, y: 690, scale: 1.35, turn: 10 },
        { x: 200, y: 735, scale: 1 },
        { x: 672, y: 704, scale: 1.25, turn: 30 },
      ],
    ),
  ),
}
