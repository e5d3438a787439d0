import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, circle, fade, path, rect, type Svg, stroke, within } from '#seeds/drawing/svg.ts'
import { type Knot, outline, turned } from '#seeds/drawing/turned.ts'

export type FlaskLook = { oil: string; cut: 'vial' | 'round' | 'drop' }

const bodies: Record<FlaskLook['cut'], Knot[]> = {
  vial: [
    [26, -260, 'sharp'],
    [28, -244, 'sharp'],
    [66, -212, 'sharp'],
    [78, -120, 'sharp'],
    [62, -24, 'sharp'],
    [70, 0, 'sharp'],
  ],
  round: [
    [32, -230, 'sharp'],
    [34, -206],
    [96, -170],
    [134, -100],
    [112, -24],
    [70, 0, 'sharp'],
  ],
  drop: [
    [26, -260, 'sharp'],
    [30, -226],
    [58, -160],
    [112, -84],
    [100, -18],
    [66, 0, 'sharp'],
  ],
}

/** Gold filigree around a vial: bands at shoulder and foot, arches between. */
function filigree(knots: Knot[]): Svg {
  const arches = [-56, 0, 56].map((x) =>
    stroke(`M${x - 26},-44V-120Q${x - 26},-160 ${x},-186Q${x + 26},-160 ${x + 26},-120V-44`, ink.gold, 7),
  )
  const bands =
    rect([-100, -214, 200, 20], ink.gold) +
    rect([-100, -40, 200, 50], ink.gold) +
    rect([-100, -22, 200, 6], darker(ink.gold, 0.3))
  return within(outline(knots), all(arches, bands, circle([0, -110, 10], ink.ruby)))
}

/** A crystal bottle of perfume oil with a gold collar and a cut stopper. */
export function flask({ oil, cut }: FlaskLook): Svg {
  const knots = bodies[cut]
  const [half, top] = [knots[0]?.[0] ?? 0, knots[0]?.[1] ?? 0]
  const level = cut === 'vial' ? 0.8 : 0.5
  const glass = outline(knots)
  return all(
    path(glass, '#f8efe2'),
    within(glass, within(`M-160,${top * level}H160V20H-160Z`, turned(knots, oil, { shine: 0.6 }))),
    within(glass, rect([-160, top * level - 6, 320, 8], lighter(oil, 0.4))),
    cut === 'vial' ? filigree(knots) : '',
    fade(stroke(glass, '#ffffff', 6), 0.8),
    rect([-half - 10, top - 26, half * 2 + 20, 34, 7], ink.gold),
    rect([-half - 10, top - 8, half * 2 + 20, 8], darker(ink.gold, 0.25)),
    path(`M0,${top - 140}L52,${top - 88}L30,${top - 26}H-30L-52,${top - 88}Z`, lighter(ink.gold, 0.25)),
    path(`M0,${top - 140}L52,${top - 88}L30,${top - 26}H0Z`, darker(ink.gold, 0.08)),
    stroke(`M-52,${top - 88}H52M0,${top - 140}V${top - 26}`, lighter(ink.gold, 0.6), 4),
    fade(circle([-half * 0.4, top - 96, 8], '#ffffff'), 0.8),
  )
}
