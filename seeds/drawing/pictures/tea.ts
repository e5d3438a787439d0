import { type Heap, heap, strewn } from '#seeds/drawing/arrange.ts'
import { hibiscus, mintLeaf, mintSprig, rosebud } from '#seeds/drawing/bits/flowers.ts'
import { lime } from '#seeds/drawing/bits/nuts.ts'
import { steam } from '#seeds/drawing/bits/resins.ts'
import { cardamom, ginger, starAnise, teaLeaf } from '#seeds/drawing/bits/spices.ts'
import { darker, ink } from '#seeds/drawing/color.ts'
import { rooms, scene, standing } from '#seeds/drawing/scene.ts'
import { all, circle, path, place, rect, type Svg, stroke } from '#seeds/drawing/svg.ts'
import { bowl, plate, triangles } from '#seeds/drawing/vessels/bowls.ts'
import { mug, saucer, teaGlass } from '#seeds/drawing/vessels/cups.ts'
import { carton, pouch, tin } from '#seeds/drawing/vessels/packs.ts'

const pile: Heap = { width: 340, height: 150, rows: 5, across: 6, scale: 0.95, spin: 60, y: -150 }

/** A glass with a tea bag in it, the tag hanging outside. */
function infusion(): Svg {
  return all(
    teaGlass({ drink: '#d9a044', gilded: false, waist: 'straight' }),
    path('M-34,-110L-16,-132H16L34,-110V-24H-34Z', '#b9803a'),
    stroke('M0,-132V-224Q40,-262 62,-206V-150', ink.cream, 5),
    rect([38, -152, 48, 56, 4], ink.terracotta),
  )
}

function leaves(): Svg {
  return strewn(
    () => teaLeaf(),
    [
      { y: -22, turn: -20 },
      { x: 14, y: 6, turn: 40 },
      { x: -12, y: 28, turn: 10 },
    ],
  )
}

export const tea: Record<string, Svg> = {
  'ceylon-tea': scene(
    rooms.tea,
    standing(tin({ color: ink.olive, accent: ink.gold, emblem: leaves() }), 140, { x: 300, scale: 1.55 }),
    standing(saucer(ink.white, ink.gold) + teaGlass({ drink: '#a63c16' }), 100, { x: 620, y: 700, scale: 1.15 }),
    place(steam(), { x: 620, y: 450, scale: 1.1 }),
    strewn(
      () => teaLeaf(),
      [
        { x: 130, y: 716, turn: 20 },
        { x: 190, y: 740, turn: -30 },
        { x: 450, y: 744, turn: 10 },
      ],
    ),
  ),
  'madinah-mint': scene(
    rooms.tea,
    standing(mintBunch(), 120, { x: 330, y: 690, scale: 1.35 }),
    standing(saucer(ink.white, ink.leaf) + teaGlass({ drink: '#b5561d' }), 100, { x: 620, y: 706, scale: 1.15 }),
    place(mintLeaf(), { x: 620, y: 464, scale: 0.8, turn: -20 }),
  ),
  'taif-rosebuds': scene(
    rooms.tea,
    standing(
      bowl({
        color: ink.white,
        contents: heap((n) => rosebud(n % 3 === 0 ? '#c8687a' : ink.rose), { ...pile, under: '#8f3d50' }),
        band: triangles(ink.rose, [-110, -74]),
      }),
      110,
      { scale: 1.45 },
    ),
    strewn(
      () => rosebud(),
      [
        { x: 140, y: 706, turn: 80 },
        { x: 250, y: 738, turn: -60 },
        { x: 655, y: 716, turn: -100 },
      ],
    ),
  ),
  'karak-tea-mix': scene(
    rooms.tea,
    standing(pouch({ color: ink.terracotta, accent: ink.gold, emblem: place(starAnise(), { scale: 1.2 }) }), 150, {
      x: 270,
      scale: 1.25,
    }),
    standing(mug(ink.cream, '#c98d56'), 95, { x: 560, y: 706, scale: 1.15 }),
    place(steam(), { x: 560, y: 450, scale: 1.1 }),
    strewn(
      () => cardamom(),
      [
        { x: 130, y: 726, turn: 20 },
        { x: 400, y: 748, turn: -10 },
      ],
    ),
  ),
  hibiscus: scene(
    rooms.tea,
    standing(
      plate(
        ink.sand,
        ink.maroon,
        heap(() => hibiscus(), { ...pile, width: 330, height: 110, rows: 4, across: 5, y: -40, under: '#5c1322' }),
      ),
      240,
      {
        x: 330,
        y: 690,
        scale: 1.15,
      },
    ),
    standing(teaGlass({ drink: '#a3182f', gilded: false, waist: 'straight' }), 70, { x: 655, y: 716, scale: 1.35 }),
    place(hibiscus(), { x: 200, y: 738, turn: 20, scale: 0.9 }),
  ),
  'ginger-lime-infusion': scene(
    rooms.tea,
    standing(
      carton({ color: ink.sage, accent: ink.terracotta, emblem: place(ginger(), { scale: 1.2 }) }, [150, 300]),
      180,
      {
        x: 300,
        scale: 1.35,
      },
    ),
    standing(infusion(), 70, { x: 610, y: 706, scale: 1.25 }),
    place(ginger(), { x: 470, y: 728, scale: 1 }),
    place(lime(), { x: 130, y: 728, scale: 0.95 }),
  ),
}

/** Fresh sprigs tied at the stems. */
function mintBunch(): Svg {
  const sprigs = [-46, 46, -24, 24, 0].map((turn, n) =>
    place(mintSprig(n % 2 === 0 ? '#6f9a52' : '#64904b'), { y: -60, turn: turn * 1.3, scale: 1.05 }),
  )
  const stems = [-16, -5, 6, 17].map((x) => stroke(`M${x * 0.5},-64L${x * 2.4},4`, darker(ink.leaf, 0.25), 9))
  return all(stems, sprigs, rect([-34, -78, 68, 24, 10], ink.straw), circle([0, -66, 11], darker(ink.straw, 0.2)))
}
