import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, circle, ellipse, fade, path, rect, type Svg, stroke, within } from '#seeds/drawing/svg.ts'
import { type Knot, outline, turned } from '#seeds/drawing/turned.ts'

const body: Knot[] = [
  [64, -330, 'sharp'],
  [58, -290],
  [52, -236, 'sharp'],
  [64, -206],
  [128, -120],
  [138, -60],
  [120, -14],
  [112, 0, 'sharp'],
]

function hammered(color: string): Svg {
  const marks = Array.from({ length: 34 }, (_, n) => {
    const [x, y] = [-128 + (n % 9) * 32 + (Math.floor(n / 9) % 2) * 16, -148 + Math.floor(n / 9) * 34]
    return ellipse([x, y, 9, 7], lighter(color, 0.32))
  })
  return fade(within(outline(body), marks.join('')), 0.55)
}

/** The Arabian coffee pot: waisted body, beaked spout to the left, tall spired lid, curved handle. */
export function dallah(color: string): Svg {
  return all(
    stroke('M50,-306C150,-360 206,-250 178,-170C166,-128 140,-96 124,-92', darker(color, 0.28), 26),
    stroke('M50,-312C146,-362 198,-252 170,-172', lighter(color, 0.3), 7),
    path(
      'M-44,-250C-86,-262 -112,-316 -196,-346C-206,-350 -214,-338 -204,-330C-158,-300 -150,-220 -72,-176Z',
      darker(color, 0.1),
    ),
    path(
      'M-196,-346C-206,-350 -214,-338 -204,-330C-180,-314 -166,-288 -150,-262C-152,-296 -168,-324 -196,-346Z',
      lighter(color, 0.35),
    ),
    turned(body, color, { shine: 0.6 }),
    hammered(color),
    rect([-58, -246, 116, 18, 8], darker(color, 0.3)),
    rect([-116, -20, 232, 14, 7], darker(color, 0.3)),
    turned(
      [
        [12, -430, 'sharp'],
        [18, -412],
        [30, -392],
        [66, -352],
        [74, -330, 'sharp'],
      ],
      lighter(color, 0.08),
      { shine: 0.6 },
    ),
    rect([-78, -338, 156, 16, 8], darker(color, 0.22)),
    turned(
      [
        [3, -478, 'sharp'],
        [10, -458],
        [5, -440],
        [14, -428, 'sharp'],
      ],
      darker(color, 0.1),
    ),
    circle([0, -482, 9], color),
    circle([62, -330, 9], ink.maroon),
  )
}

/** The electric-age dallah: an insulated jug with a push lid and a wooden handle. */
export function thermos(color: string): Svg {
  const knots: Knot[] = [
    [74, -360, 'sharp'],
    [80, -320],
    [112, -240],
    [124, -150],
    [122, -40],
    [112, 0, 'sharp'],
  ]
  return all(
    stroke('M70,-340C180,-370 216,-240 190,-130C184,-104 150,-92 122,-94', ink.walnut, 30),
    stroke('M80,-346C170,-366 202,-250 180,-140', lighter(ink.wood, 0.25), 8),
    path('M-62,-356L-150,-392C-160,-396 -164,-380 -156,-374C-120,-352 -116,-320 -84,-290Z', darker(color, 0.14)),
    turned(knots, color, { shine: 0.55 }),
    rect([-126, -172, 250, 12], ink.gold),
    rect([-126, -150, 250, 5], ink.gold),
    path('M-122,-28Q0,-10 118,-28L112,0Q0,16 -112,0Z', ink.gold),
    turned(
      [
        [34, -436, 'sharp'],
        [66, -410],
        [82, -360, 'sharp'],
      ],
      darker(color, 0.2),
      { shine: 0.5 },
    ),
    rect([-86, -370, 172, 16, 8], ink.gold),
    turned(
      [
        [16, -462, 'sharp'],
        [24, -448],
        [14, -430, 'sharp'],
      ],
      ink.gold,
    ),
  )
}
