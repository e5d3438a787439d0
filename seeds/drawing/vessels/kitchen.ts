import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, circle, ellipse, path, rect, type Svg, stroke, within } from '#seeds/drawing/svg.ts'
import { girdle, type Knot, mouth, outline, turned } from '#seeds/drawing/turned.ts'

/** Cast mortar with its pestle leaning in. */
export function mortar(color: string = ink.brass): Svg {
  const knots: Knot[] = [
    [150, -270, 'sharp'],
    [138, -220],
    [104, -130],
    [92, -60],
    [128, -24, 'sharp'],
    [134, 0, 'sharp'],
  ]
  const pestle = all(
    rect([-15, -280, 30, 280, 12], darker(color, 0.05)),
    rect([-15, -280, 10, 280, 5], lighter(color, 0.4)),
    ellipse([0, -284, 27, 22], color),
  )
  return all(
    mouth([150, -270, 34], color),
    `<g transform="translate(10 -230) rotate(24)">${pestle}</g>`,
    turned(knots, color, { lip: 34, shine: 0.6 }),
    girdle(knots, [-210, -196], rect([-200, -220, 400, 60], darker(color, 0.34))),
    girdle(knots, [-76, -60], rect([-200, -90, 400, 60], darker(color, 0.34))),
    stroke('M-150,-270A150,34 0 0 0 150,-270', lighter(color, 0.5), 10),
  )
}

/** Long-handled iron roasting pan with beans in it and its stirring rod. */
export function roastingPan(beans: Svg): Svg {
  return all(
    stroke('M150,-56L352,-190', ink.iron, 24),
    stroke('M156,-66L350,-194', lighter(ink.iron, 0.3), 5),
    circle([358, -194, 17], ink.iron),
    ellipse([-40, -50, 236, 66], lighter(ink.iron, 0.22)),
    ellipse([-40, -46, 214, 54], darker(ink.iron, 0.35)),
    beans,
    path('M-276,-50C-270,10 -150,48 -40,48C70,48 190,10 196,-50C180,0 60,16 -40,16C-140,16 -260,0 -276,-50Z', ink.iron),
    stroke('M-60,-70L-250,-330', darker(ink.iron, 0.2), 13),
    circle([-256, -338, 19], ink.brass),
    ellipse([-56, -64, 30, 17], ink.iron),
  )
}

/** A glazed pot with a lid whose knob is a frond. */
export function lidded(color: string): Svg {
  const knots: Knot[] = [
    [196, -170, 'sharp'],
    [206, -120],
    [168, -36],
    [110, -12, 'sharp'],
    [116, 0, 'sharp'],
  ]
  const lid: Knot[] = [
    [26, -286, 'sharp'],
    [90, -270],
    [170, -214],
    [206, -172, 'sharp'],
  ]
  const glaze =
    'M-230,-190H230V-96q-30,34 -58,4q-30,36 -62,2q-28,30 -58,0q-30,40 -64,2q-26,26 -56,-2q-32,38 -64,0q-30,28 -58,-4Z'
  return all(
    turned(knots, lighter(color, 0.55)),
    within(outline(knots), within(glaze, turned(knots, color))),
    turned(lid, color, { shine: 0.5, foot: 0.1 }),
    path('M-206,-176A206,24 0 0 0 206,-176V-164A206,24 0 0 1 -206,-164Z', darker(color, 0.3)),
    [-52, -26, 0, 26, 52].map(
      (turn) =>
        `<g transform="translate(0 -284) rotate(${turn})">${path('M-9,0Q-16,-40 0,-72Q16,-40 9,0Z', ink.brass)}</g>`,
    ),
    circle([0, -286, 16], darker(ink.brass, 0.15)),
  )
}

/** A round tray seen from a little above. */
export function tray(half: number, color: string, contents: Svg): Svg {
  return all(
    ellipse([0, 10, half, half * 0.22], darker(color, 0.35)),
    ellipse([0, 0, half, half * 0.22], color),
    ellipse([0, 0, half * 0.93, half * 0.19], lighter(color, 0.3)),
    ellipse([0, 2, half * 0.88, half * 0.17], color),
    contents,
  )
}

/** A wooden scoop lying on its side, its bowl at the origin. */
export function scoop(contents: Svg): Svg {
  return all(
    rect([60, -14, 150, 26, 12], ink.straw),
    ellipse([0, 0, 84, 42], ink.straw),
    ellipse([-4, -6, 72, 31], darker(ink.wood, 0.4)),
    contents,
    path('M-84,0C-80,54 80,54 84,0C60,28 -60,28 -84,0Z', lighter(ink.straw, 0.2)),
  )
}
