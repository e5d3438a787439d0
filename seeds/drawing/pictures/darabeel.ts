import { dice, strewn } from '#seeds/drawing/arrange.ts'
import { rose } from '#seeds/drawing/bits/flowers.ts'
import { sesame, sliver } from '#seeds/drawing/bits/nuts.ts'
import { steam } from '#seeds/drawing/bits/resins.ts'
import { cardamom, cinnamon, coffeeBean, saffronThread, starAnise } from '#seeds/drawing/bits/spices.ts'
import { ghraiba, roll, sugar } from '#seeds/drawing/bits/sweets.ts'
import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { rooms, scene, standing } from '#seeds/drawing/scene.ts'
import { all, ellipse, path, place, type Spot, type Svg, within } from '#seeds/drawing/svg.ts'
import { board, plate } from '#seeds/drawing/vessels/bowls.ts'
import { saucer, teaGlass } from '#seeds/drawing/vessels/cups.ts'
import { bottle, label } from '#seeds/drawing/vessels/jars.ts'
import { pouch, tin } from '#seeds/drawing/vessels/packs.ts'

/** Spots thrown over an ellipse, the same every time. */
function sprinkled(count: number, [x, y, rx, ry]: [number, number, number, number], scale: number): Spot[] {
  const roll = dice(count)
  return Array.from({ length: count }, () => {
    const [angle, reach] = [roll() * Math.PI * 2, Math.sqrt(roll())]
    return { x: x + Math.cos(angle) * rx * reach, y: y + Math.sin(angle) * ry * reach, scale, turn: roll() * 180 }
  })
}

function rolls(): Svg {
  const stack: Spot[] = [
    { x: -70, y: -48 },
    { x: 74, y: -44 },
    { x: 0, y: -30, turn: 3 },
    { x: -30, y: -96, turn: -4 },
    { x: 50, y: -88, turn: 5 },
    { x: 4, y: -140, turn: -2 },
  ]
  return strewn(() => roll(), stack) + strewn(sugar, sprinkled(30, [0, -110, 150, 60], 1))
}

/** A tall round sponge with a hole, sesame thick on its top. */
function sesameCake(): Svg {
  const color = '#d99a3f'
  const side = 'M-200,-140C-206,-60 -196,-20 -180,-4Q0,44 180,-4C196,-20 206,-60 200,-140Z'
  const flutes = [-150, -90, -30, 30, 90, 150].map((x) =>
    path(
      `M${x - 18},-150Q${x * 1.06},-60 ${x * 0.92},30L${x * 0.92 + 14},30Q${x * 1.06 + 16},-60 ${x + 16},-150Z`,
      darker(color, 0.14),
    ),
  )
  return all(
    path(side, color),
    within(side, all(flutes, path('M110,-160H220V40H90Q130,-40 110,-160Z', darker(color, 0.16)))),
    ellipse([0, -142, 200, 60], '#b9742a'),
    ellipse([0, -148, 194, 54], lighter('#c98436', 0.12)),
    within(
      'M-194,-148a194,54 0 1 0 388,0a194,54 0 1 0 -388,0Z',
      strewn(() => sesame(), sprinkled(120, [0, -148, 190, 52], 1.1)),
    ),
    ellipse([0, -150, 52, 16], darker(color, 0.45)),
    ellipse([0, -146, 44, 11], darker(color, 0.6)),
  )
}

/** A block of sesame halwa with one piece cut off, pistachios showing. */
function halwaBlock(): Svg {
  const color = '#e2c590'
  const front = 'M-200,-150H110V-16H-200Z'
  return all(
    path('M-200,-150L-140,-210H170L110,-150Z', lighter(color, 0.35)),
    path('M110,-150L170,-210V-80L110,-16Z', darker(color, 0.25)),
    path(front, color),
    within(
      front,
      all(
        path('M-200,-60Q-60,-90 110,-50V-16H-200Z', darker(color, 0.1)),
        strewn(() => sliver('#8ba34b'), sprinkled(22, [-45, -84, 150, 60], 0.8)),
      ),
    ),
    strewn(() => sliver('#8ba34b'), sprinkled(10, [-20, -180, 130, 18], 0.8)),
    place(
      all(
        path('M-60,-100L-34,-128H66L40,-100Z', lighter(color, 0.35)),
        path('M40,-100L66,-128V-34L40,0Z', darker(color, 0.25)),
        path('M-60,-100H40V0H-60Z', color),
        strewn(() => sliver('#8ba34b'), sprinkled(7, [-10, -50, 40, 40], 0.7)),
      ),
      { x: 230, y: -4, scale: 0.95 },
    ),
  )
}

function biscuits(): Svg {
  const tiers: [number, number][] = [
    [3, -84],
    [4, -46],
    [3, -100],
    [2, -138],
    [1, -176],
  ]
  const spots = tiers.flatMap(([count, y]) => {
    return Array.from({ length: count }, (_, n): Spot => ({ x: (n - (count - 1) / 2) * 106, y, scale: 1.08 }))
  })
  return strewn(() => ghraiba(), spots)
}

const glass = (): Svg => saucer(ink.white, ink.teal) + teaGlass({ drink: '#9c3414', gilded: false })

export const darabeel: Record<string, Svg> = {
  'darabeel-rolls': scene(
    rooms.shore,
    standing(plate(ink.white, ink.teal, rolls()), 240, { scale: 1.4, y: 690 }),
    place(cinnamon(), { x: 200, y: 744, scale: 0.6, turn: -6 }),
    place(cardamom(), { x: 620, y: 746, turn: 10 }),
  ),
  'gers-ogaily': scene(
    rooms.shore,
    standing(plate(ink.teal, ink.cream, place(sesameCake(), { y: -42 })), 240, { scale: 1.4, y: 690 }),
  ),
  rahash: scene(
    rooms.shore,
    standing(board(300, place(halwaBlock(), { x: -40, y: -14 })), 300, { scale: 1.22, y: 680 }),
  ),
  ghraiba: scene(rooms.shore, standing(plate(ink.maroon, ink.gold, biscuits()), 240, { scale: 1.4, y: 690 })),
  'kuwaiti-coffee': scene(
    rooms.shore,
    standing(
      pouch({ color: ink.cream, accent: ink.teal, emblem: place(coffeeBean('#c99a5b'), { turn: -35, scale: 1.3 }) }),
      150,
      { x: 350, scale: 1.32 },
    ),
    strewn(
      (n) => (n < 3 ? coffeeBean('#c99a5b') : saffronThread(n)),
      [
        { x: 600, y: 690, turn: 20 },
        { x: 660, y: 716, turn: -30 },
        { x: 580, y: 734, turn: 60 },
        { x: 140, y: 716, turn: 20, scale: 1.2 },
        { x: 180, y: 738, turn: -20, scale: 1.2 },
      ],
    ),
  ),
  'freej-karak': scene(
    rooms.shore,
    standing(tin({ color: ink.terracotta, accent: ink.teal, emblem: starAnise() }), 140, { x: 310, scale: 1.55 }),
    standing(saucer(ink.white, ink.teal) + teaGlass({ drink: '#c98d56' }), 100, { x: 630, y: 704, scale: 1.1 }),
    place(steam(), { x: 630, y: 462 }),
  ),
  'rose-water': scene(
    rooms.shore,
    standing(
      bottle({ fill: '#eec3c4', cap: ink.rose, label: label(place(rose(), { scale: 0.9 }), { y: -120, half: 76 }) }),
      110,
      { x: 370, scale: 1.36 },
    ),
    strewn(
      () => rose(),
      [
        { x: 600, y: 690, scale: 1.2 },
        { x: 690, y: 722, scale: 0.85 },
        { x: 160, y: 716, scale: 0.95 },
      ],
    ),
  ),
  'istikana-set': scene(
    rooms.shore,
    strewn(
      () => glass(),
      [
        { x: 260, y: 590, scale: 1.2 },
        { x: 540, y: 590, scale: 1.2 },
        { x: 180, y: 716, scale: 1.45 },
        { x: 620, y: 716, scale: 1.45 },
      ],
    ),
  ),
}
