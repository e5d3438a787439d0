import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, ellipse, fade, path, place, rect, type Svg, stroke } from '#seeds/drawing/svg.ts'

/** A ribbon's bow, its knot at the origin. */
export function bow(color: string): Svg {
  const loop = all(
    path('M0,0C-30,-70 -120,-84 -126,-40C-130,-2 -60,14 0,0Z', color),
    path('M0,0C-40,-34 -96,-52 -104,-34C-108,-14 -50,0 0,0Z', darker(color, 0.28)),
    path('M0,0C-20,30 -66,60 -92,104L-58,100L-44,126C-24,80 -6,40 0,0Z', darker(color, 0.12)),
  )
  return all(loop, place(loop, { flip: true }), rect([-22, -20, 44, 40, 14], lighter(color, 0.2)))
}

export type GiftLook = { color: string; ribbon: string; pattern?: Svg }

/** A closed present, 400 wide and 250 high without its bow. */
export function giftBox({ color, ribbon, pattern = '' }: GiftLook): Svg {
  return all(
    rect([-190, -190, 380, 190, 6], color),
    pattern,
    fade(path('M90,-190H190V0H120C104,-60 96,-130 90,-190Z', darker(color, 0.7)), 0.22),
    rect([-28, -190, 56, 190], ribbon),
    rect([-190, -190, 380, 14], darker(color, 0.34)),
    rect([-206, -252, 412, 66, 8], lighter(color, 0.1)),
    path('M110,-252H206V-186H122Z', darker(color, 0.08)),
    rect([-28, -252, 56, 66], lighter(ribbon, 0.14)),
    place(bow(ribbon), { y: -256, scale: 1.05 }),
  )
}

/** A confectioner's box with its lid up behind; contents lie around y = -108 in a field of 400 by 150. */
export function openBox({ color, lining, contents }: { color: string; lining: string; contents: Svg }): Svg {
  return all(
    path('M-206,-206L-226,-392H226L206,-206Z', darker(color, 0.12)),
    path('M-188,-222L-204,-374H204L188,-222Z', lining),
    path('M-206,-206H206L256,-40H-256Z', darker(color, 0.3)),
    path('M-192,-196H192L234,-46H-234Z', lining),
    contents,
    path('M-256,-40H256L250,26Q0,36 -250,26Z', color),
    path('M120,-40H256L250,26Q190,31 130,32Z', darker(color, 0.16)),
    rect([-256, -46, 512, 12, 4], lighter(color, 0.3)),
  )
}

/** Paper cups of a confectioner's box, one under each piece. */
export function paperCup(color: string): Svg {
  return ellipse([0, 10, 62, 38], darker(color, 0.16)) + ellipse([0, 6, 56, 33], color)
}

/** A wooden chest with brass corners and an open lid; contents stand behind its front at y = -150. */
export function chest(contents: Svg): Svg {
  const studs = [-200, -120, 120, 200].map((x) => `<circle cx="${x}" cy="-28" r="9" fill="${ink.brass}"/>`)
  return all(
    path('M-230,-170L-246,-350Q0,-410 246,-350L230,-170Z', ink.walnut),
    path('M-206,-184L-220,-334Q0,-386 220,-334L206,-184Z', lighter(ink.maroon, 0.14)),
    path('M-230,-170H230L240,-140H-240Z', darker(ink.walnut, 0.4)),
    contents,
    rect([-244, -150, 488, 150, 8], ink.wood),
    rect([140, -150, 104, 150, 8], darker(ink.wood, 0.16)),
    stroke('M-232,-100H232M-232,-52H232', darker(ink.wood, 0.24), 4),
    path('M-244,-150h70l-70,70ZM244,-150h-70l70,70ZM-244,0h60l-60,-60ZM244,0h-60l60,-60Z', ink.brass),
    rect([-30, -158, 60, 68, 10], ink.brass),
    `<circle cx="0" cy="-124" r="9" fill="${ink.walnut}"/>`,
    rect([-4, -122, 8, 20, 3], ink.walnut),
    studs,
  )
}

/** A carrier bag with cord handles and a tag. */
export function giftBag(color: string, emblem: Svg): Svg {
  return all(
    stroke('M-70,-330C-70,-450 70,-450 70,-330', ink.walnut, 10),
    path('M-170,-330H170L184,0H-184Z', color),
    path('M170,-330L184,0H104L120,-330Z', darker(color, 0.18)),
    path('M-170,-330H170L171,-296H-171Z', lighter(color, 0.25)),
    place(emblem, { y: -150, scale: 1.35 }),
    stroke('M70,-330q40,40 58,74', ink.straw, 6),
    path('M108,-262l52,-18l40,76l-60,24Z', ink.white),
    stroke('M140,-224l34,-12M148,-206l34,-12', ink.straw, 5),
  )
}
