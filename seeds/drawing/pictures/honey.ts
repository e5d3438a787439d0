import { strewn } from '#seeds/drawing/arrange.ts'
import { date } from '#seeds/drawing/bits/dates.ts'
import { talhBlossom, twig } from '#seeds/drawing/bits/flowers.ts'
import { cardamom, saffronThread } from '#seeds/drawing/bits/spices.ts'
import { comb } from '#seeds/drawing/bits/sweets.ts'
import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { rooms, scene, standing } from '#seeds/drawing/scene.ts'
import { all, circle, ellipse, fade, path, place, type Svg, stroke, within } from '#seeds/drawing/svg.ts'
import { plate } from '#seeds/drawing/vessels/bowls.ts'
import { bottle, clothCap, dipper, jar, label } from '#seeds/drawing/vessels/jars.ts'

const amber = '#c9761c'

/** A bee on the wing, facing left. */
function bee(): Svg {
  return all(
    fade(ellipse([6, -26, 15, 24], ink.white) + ellipse([28, -22, 13, 20], ink.white), 0.85),
    ellipse([10, 0, 32, 21], ink.gold),
    stroke('M2,-19V19M18,-20V20', ink.walnut, 9),
    circle([-24, -2, 14], ink.walnut),
    stroke('M-32,-12q-8,-10 -16,-10', ink.walnut, 4),
  )
}

/** A slab of comb seen from a little above, honey running off its edge. */
function honeycombSlab(): Svg {
  const color = '#e3a02c'
  const top = 'M-170,-160L-110,-216H200L170,-160Z'
  const face = 'M-170,-160H170V-40Q0,-26 -170,-40Z'
  return all(
    path(face, color),
    within(face, place(comb(color), { x: -200, y: -150 })),
    path('M170,-160L200,-216V-96L170,-40Z', darker(color, 0.36)),
    path(top, lighter(color, 0.3)),
    path(
      'M-170,-160H170v26q-22,34 -40,0q-18,-16 -34,0q-6,90 -26,90q-22,0 -22,-84q-22,-26 -44,0q-10,40 -28,40q-18,0 -22,-40q-40,-20 -64,0q-20,60 -40,30q-14,-20 -20,-62Z',
      '#d98a1f',
    ),
    stroke('M-130,-176L-96,-204M-40,-176L-10,-204', ink.cream, 7),
  )
}

function puddle(color: string): Svg {
  return path('M-150,0C-150,-34 -60,-40 20,-36C110,-32 170,-20 160,4C150,28 60,30 -20,30C-90,30 -150,24 -150,0Z', color)
}

const honeyLabel = (emblem: Svg): Svg => label(emblem, { y: -120, half: 84 })

export const honey: Record<string, Svg> = {
  'sidr-honey': scene(
    rooms.honey,
    standing(
      jar({ fill: amber, lid: ink.brass, label: honeyLabel(place(twig(ink.leaf, '#b8682c'), { scale: 0.72 })) }),
      150,
      {
        x: 330,
        scale: 1.42,
      },
    ),
    standing(dipper(amber), 50, { x: 590, y: 656, scale: 1.12 }),
    place(bee(), { x: 660, y: 190, scale: 1.2, turn: -10 }),
  ),
  'talh-honey': scene(
    rooms.honey,
    standing(jar({ fill: '#8e3416', lid: ink.maroon, shape: 'faceted', label: honeyLabel(talhBlossom()) }), 150, {
      x: 400,
      scale: 1.45,
    }),
    strewn(
      () => talhBlossom(),
      [
        { x: 120, y: 690, scale: 1.3 },
        { x: 200, y: 734, scale: 1 },
        { x: 684, y: 712, scale: 1.2 },
      ],
    ),
  ),
  'samra-honey': scene(
    rooms.honey,
    standing(jar({ fill: '#3f1c12', lid: ink.iron, shape: 'tall', label: label(bee(), { y: -160, half: 78 }) }), 120, {
      x: 280,
      scale: 1.3,
    }),
    standing(jar({ fill: '#3f1c12', lid: ink.iron, shape: 'round', label: honeyLabel(bee()) }), 150, {
      x: 590,
      y: 706,
      scale: 1.05,
    }),
  ),
  'creamed-honey': scene(
    rooms.honey,
    standing(jar({ fill: '#f3dfae', lid: ink.straw, shape: 'pot' }) + clothCap(ink.terracotta, -292), 150, {
      x: 390,
      scale: 1.55,
    }),
    strewn(
      (n) => (n < 2 ? cardamom() : saffronThread(n)),
      [
        { x: 130, y: 720, turn: 20, scale: 1.1 },
        { x: 230, y: 746, turn: -10 },
        { x: 660, y: 712, turn: 10, scale: 1.2 },
        { x: 700, y: 734, turn: -30, scale: 1.2 },
        { x: 630, y: 744, turn: 40, scale: 1.2 },
      ],
    ),
  ),
  honeycomb: scene(
    rooms.honey,
    standing(
      plate(
        ink.white,
        ink.brass,
        place(puddle('#d98a1f'), { y: -26, scale: 1.25 }) + place(honeycombSlab(), { y: 16 }),
      ),
      240,
      {
        scale: 1.4,
        y: 690,
      },
    ),
    place(bee(), { x: 640, y: 150, scale: 1.3, turn: -14 }),
    place(bee(), { x: 150, y: 240, scale: 1, turn: 12, flip: true }),
  ),
  'date-syrup': scene(
    rooms.honey,
    standing(
      bottle({
        fill: '#4a1d10',
        cap: ink.brass,
        label: label(date({ color: '#8f4d22', long: 1.6 }), { y: -120, half: 76 }),
      }),
      110,
      { x: 320, scale: 1.45 },
    ),
    standing(
      plate(
        ink.sand,
        ink.terracotta,
        ellipse([0, -30, 150, 30], '#4a1d10') + stroke('M-80,-40Q-20,-52 40,-46', '#8a4a2a', 6),
      ),
      220,
      {
        x: 610,
        y: 706,
        scale: 0.72,
      },
    ),
    strewn(
      () => date({ color: '#9c5a24', long: 1.7 }),
      [
        { x: 150, y: 710, turn: -16 },
        { x: 210, y: 742, turn: 10 },
      ],
    ),
  ),
}
