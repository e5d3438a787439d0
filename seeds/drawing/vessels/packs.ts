import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, ellipse, fade, path, place, rect, type Svg, stroke, within } from '#seeds/drawing/svg.ts'
import { turned } from '#seeds/drawing/turned.ts'

export type PackLook = { color: string; accent: string; emblem: Svg }

/** A stand-up pouch with a sealed top, 300 wide and 420 high, on y = 0. */
export function pouch({ color, accent, emblem }: PackLook): Svg {
  const shape = 'M-138,-420H138L142,-380C152,-240 158,-120 150,-8Q0,26 -150,-8C-158,-120 -152,-240 -142,-380Z'
  return all(
    path(shape, color),
    within(
      shape,
      all(
        path('M70,-430C110,-280 120,-140 96,40H180V-430Z', darker(color, 0.14)),
        fade(
          path('M-120,-372C-128,-240 -132,-120 -126,-20H-104C-112,-120 -108,-240 -100,-372Z', lighter(color, 0.7)),
          0.4,
        ),
        rect([-170, -372, 340, 12], darker(color, 0.22)),
        rect([-170, -86, 340, 22], accent),
        rect([-170, -54, 340, 8], accent),
        path('M-150,-8Q0,-60 150,-8V40H-150Z', darker(color, 0.2)),
      ),
    ),
    path('M-92,-112V-220C-92,-268 -30,-290 0,-316C30,-290 92,-268 92,-220V-112Z', ink.cream),
    stroke('M-82,-122V-218C-82,-260 -26,-280 0,-302C26,-280 82,-260 82,-218V-122Z', accent, 5),
    place(emblem, { y: -192, scale: 1.1 }),
  )
}

/** A jute sack with a rolled edge; contents are drawn from y = -290. */
export function sack(contents: Svg): Svg {
  const [jute, shape] = [
    '#c9a36b',
    'M-170,-290C-196,-200 -206,-80 -180,-8Q0,30 180,-8C206,-80 196,-200 170,-290Q0,-236 -170,-290Z',
  ]
  const weave = Array.from({ length: 15 }, (_, n) =>
    stroke(`M-210,${-300 + n * 24}H210M${-200 + n * 28},-310V30`, darker(jute, 0.16), 2),
  )
  return all(
    ellipse([0, -292, 168, 46], darker(jute, 0.5)),
    contents,
    path(shape, jute),
    within(shape, all(weave, path('M90,-300C130,-180 130,-80 96,40H230V-300Z', darker(jute, 0.17)))),
    stroke('M-172,-290Q0,-230 172,-290', lighter(jute, 0.3), 30),
    stroke('M-176,-280Q0,-216 176,-280', darker(jute, 0.2), 5),
  )
}

/** A round tin with its lid on, 280 wide and 300 high. */
export function tin({ color, accent, emblem }: PackLook): Svg {
  return all(
    turned(
      [
        [138, -262, 'sharp'],
        [138, 0, 'sharp'],
      ],
      color,
    ),
    rect([-138, -236, 276, 12], accent),
    path('M-138,-40Q0,-20 138,-40V-20Q0,0 -138,-20Z', accent),
    turned(
      [
        [146, -306, 'sharp'],
        [146, -252, 'sharp'],
      ],
      accent,
    ),
    ellipse([0, -306, 146, 24], lighter(accent, 0.35)),
    ellipse([0, -307, 116, 17], accent),
    ellipse([0, -136, 84, 84], ink.cream),
    `<ellipse cx="0" cy="-136" rx="73" ry="73" fill="none" stroke="${accent}" stroke-width="5"/>`,
    place(emblem, { y: -136 }),
  )
}

/** An open tin seen from above its rim; contents are drawn from y = -110. */
export function openTin(color: string, contents: Svg): Svg {
  return all(
    ellipse([0, -130, 190, 46], lighter(color, 0.4)),
    ellipse([0, -128, 176, 39], darker(color, 0.5)),
    contents,
    turned(
      [
        [190, -130, 'sharp'],
        [190, 0, 'sharp'],
      ],
      color,
      { lip: 46 },
    ),
    stroke('M-190,-130A190,46 0 0 0 190,-130', lighter(color, 0.5), 6),
    stroke('M-190,-34A190,30 0 0 0 190,-34', darker(color, 0.3), 5),
  )
}

/** A paper carton with a drawing on its face, 2×`half` wide. */
export function carton({ color, accent, emblem }: PackLook, [half, high]: [number, number]): Svg {
  return all(
    path(`M${half},${-high}l46,-34V-34l-46,34Z`, darker(color, 0.32)),
    path(`M${-half},${-high}l46,-34H${half + 46}l-46,34Z`, lighter(color, 0.32)),
    rect([-half, -high, half * 2, high], color),
    rect([-half, -high + 22, half * 2, 12], accent),
    rect([-half, -46, half * 2, 24], accent),
    place(emblem, { y: -high * 0.47, scale: 1.2 }),
  )
}

/** A shipping carton with open flaps; contents are drawn from y = -190. */
export function openCarton(color: string, contents: Svg): Svg {
  return all(
    path('M-210,-200L-150,-258H150L210,-200Z', darker(color, 0.5)),
    path('M-150,-258L-186,-330H186L150,-258Z', darker(color, 0.12)),
    contents,
    path('M-210,-200L-290,-160L-236,-96L-210,-122Z', lighter(color, 0.16)),
    path('M210,-200L290,-160L236,-96L210,-122Z', darker(color, 0.2)),
    rect([-210, -200, 420, 200], color),
    rect([110, -200, 100, 200], darker(color, 0.08)),
    rect([-22, -200, 44, 200], lighter(color, 0.3)),
    path('M-150,-34v-60l-14,0l24,-30l24,30l-14,0v60Z', darker(color, 0.35)),
  )
}
