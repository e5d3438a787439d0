import { type Bit, type Heap, heap, strewn } from '#seeds/drawing/arrange.ts'
import { cashew, lime, limeHalf, mixedNut, pistachio } from '#seeds/drawing/bits/nuts.ts'
import { bayLeaf, cinnamon, powder, saffronThread, starAnise } from '#seeds/drawing/bits/spices.ts'
import { darker, ink } from '#seeds/drawing/color.ts'
import { rooms, scene, standing } from '#seeds/drawing/scene.ts'
import { all, ellipse, place, type Svg, stroke } from '#seeds/drawing/svg.ts'
import { basket, board, bowl, plate, triangles } from '#seeds/drawing/vessels/bowls.ts'
import { jar, label } from '#seeds/drawing/vessels/jars.ts'

const pile: Heap = { width: 350, height: 150, rows: 5, across: 6, scale: 0.95, spin: 170, y: -150 }

const full = (bit: Bit, under: string, shape: Partial<Heap> = {}): Svg => heap(bit, { ...pile, under, ...shape })

function lattice(): Svg {
  return triangles(
    ink.cream,
    [-110, -74],
  )([
    [200, -165, 'sharp'],
    [190, -110],
    [140, -44],
    [84, -20, 'sharp'],
  ])
}

/** Cinnamon quills tied with raffia. */
function cinnamonBundle(): Svg {
  const layers = [
    [-96, -54, 0],
    [-62, -30, 8],
    [-28, 0, -6],
    [6, 28, 4],
    [40, 60, 0],
  ]
  const quills = layers.map(([y = 0, x = 0, turn = 0], n) => {
    return place(cinnamon(n % 2 === 0 ? '#a7632f' : '#935226'), { x: x * 0.6, y, turn: turn * 0.4, scale: 1.5 })
  })
  const cord = stroke('M-30,-126Q-66,-30 -6,72M-8,-126Q-44,-30 16,72', ink.straw, 9)
  const knot = stroke('M-44,-30q-70,-20 -80,24q30,26 80,-24q-20,50 -64,76', ink.straw, 8)
  return all(quills, cord, knot)
}

const saffronThreads: Heap = { width: 260, height: 90, rows: 6, across: 7, scale: 1, spin: 160, y: -30, seed: 8 }

function saffronJar(): Svg {
  const emblem = strewn(saffronThread, [
    { y: -20, turn: -20 },
    { y: 6, turn: 160 },
    { x: 6, y: 28, turn: -8 },
  ])
  return jar({
    fill: '#9c1f2e',
    lid: ink.gold,
    shape: 'faceted',
    level: 0.82,
    label: label(emblem, { y: -120, half: 84 }),
  })
}

export const nuts: Record<string, Svg> = {
  'roasted-cashews': scene(
    rooms.nuts,
    standing(
      bowl({ color: ink.teal, contents: full((n) => cashew(n % 3 === 0 ? '#e2b873' : '#ecca8e'), '#b98a4a') }) +
        lattice(),
      110,
      { scale: 1.45 },
    ),
    strewn(
      () => cashew(),
      [
        { x: 150, y: 720, turn: 20 },
        { x: 260, y: 742, turn: -30 },
        { x: 650, y: 728, turn: 150 },
      ],
    ),
  ),
  'aleppo-pistachios': scene(
    rooms.nuts,
    standing(bowl({ color: ink.maroon, contents: full(() => pistachio(), '#9a8a58') }) + lattice(), 110, {
      scale: 1.45,
    }),
    strewn(
      () => pistachio(),
      [
        { x: 150, y: 720, turn: 20 },
        { x: 250, y: 744, turn: -10 },
        { x: 650, y: 728, turn: 160 },
      ],
    ),
  ),
  'diwaniya-nut-mix': scene(
    rooms.nuts,
    standing(
      basket(
        ink.sand,
        full((n) => mixedNut(n * 7 + Math.floor(n / 3)), '#8f6237', { seed: 12 }),
      ),
      180,
      { scale: 1.4 },
    ),
    strewn(mixedNut, [
      { x: 110, y: 716, turn: 20 },
      { x: 690, y: 716, turn: -20 },
      { x: 190, y: 746, turn: 10 },
      { x: 616, y: 748 },
    ]),
  ),
  'super-negin-saffron': scene(
    rooms.nuts,
    standing(saffronJar(), 140, { x: 270, scale: 1.3 }),
    standing(plate(ink.white, ink.gold, heap(saffronThread, { ...saffronThreads, under: '#8e1a2b' })), 230, {
      x: 560,
      y: 716,
      scale: 0.85,
    }),
  ),
  'kabsa-spices': scene(
    rooms.nuts,
    standing(
      bowl({
        color: ink.copper,
        contents: place(powder(182, 130, '#b5642c'), { y: -146 }) + ellipse([0, -147, 182, 26], darker('#b5642c', 0.1)),
      }) + lattice(),
      110,
      { scale: 1.45 },
    ),
    place(bayLeaf(), { x: 140, y: 716, turn: -16, scale: 1.1 }),
    place(bayLeaf('#6f7f45'), { x: 220, y: 744, turn: 10 }),
    place(starAnise(), { x: 650, y: 726, scale: 1.1 }),
    place(lime(), { x: 560, y: 746, scale: 0.8 }),
  ),
  'black-lime': scene(
    rooms.nuts,
    standing(
      basket(
        ink.straw,
        full((n) => lime(n % 3 === 0 ? '#6a4b34' : '#4d3426'), '#22130c', { across: 5, rows: 4, scale: 1.1, spin: 40 }),
      ),
      180,
      { scale: 1.35 },
    ),
    place(limeHalf(), { x: 170, y: 716, scale: 1.2 }),
    place(lime(), { x: 640, y: 728, scale: 1.1 }),
  ),
  'ceylon-cinnamon': scene(
    rooms.nuts,
    standing(board(270, ''), 270, { scale: 1.25 }),
    place(cinnamonBundle(), { x: 400, y: 540, scale: 1.25, turn: -8 }),
    place(starAnise(), { x: 170, y: 716, scale: 1.2 }),
    place(starAnise(), { x: 640, y: 720, scale: 0.95, turn: 20 }),
  ),
}
