import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, circle, ellipse, fade, path, type Svg, stroke, within } from '#seeds/drawing/svg.ts'

export function coffeeBean(color = '#6b3f22'): Svg {
  const shape = 'M-42,0C-42,-36 42,-36 42,0C42,36 -42,36 -42,0Z'
  return all(
    path(shape, color),
    within(shape, ellipse([8, 26, 44, 18], darker(color, 0.25))),
    stroke('M-36,2C-14,-13 14,14 36,-2', darker(color, 0.5), 6),
    fade(ellipse([-10, -15, 18, 5], lighter(color, 0.6)), 0.6),
  )
}

export function cardamom(color = '#86a355'): Svg {
  return all(
    path('M-48,2C-34,-26 20,-28 46,-4L56,-8L54,6C30,30 -30,30 -48,2Z', color),
    fade(path('M-40,10C-18,28 30,24 54,6C30,18 -14,20 -40,10Z', darker(color, 0.6)), 0.5),
    stroke('M-36,-2Q0,-18 42,-4', darker(color, 0.26), 3),
    stroke('M-38,5Q0,2 46,2', darker(color, 0.26), 3),
    stroke('M-24,-12Q0,-21 20,-16', lighter(color, 0.55), 4),
    path('M-48,2l-12,-4l4,8Z', '#b79a5f'),
  )
}

export function clove(): Svg {
  return all(
    stroke('M-34,6L14,-2', '#5b3420', 11),
    circle([24, -4, 13], '#7a4a2c'),
    [0, 1, 2, 3].map((n) => stroke(`M22,-4l${16 - n * 2},${-18 + n * 11}`, '#5b3420', 6)),
  )
}

export function saffronThread(n: number): Svg {
  const bend = n % 2 === 0 ? 14 : -12
  return stroke(`M-34,0Q-6,${bend} 22,-4`, ink.ruby, 6) + stroke('M22,-4l16,-8M22,-4l18,6', '#e0782c', 5)
}

/** A rolled quill seen from the side, its scroll at the right end. */
export function cinnamon(color = '#a7632f'): Svg {
  return all(
    path('M-120,-20H112V20H-120C-130,10 -130,-10 -120,-20Z', color),
    path('M-126,4H112V20H-120Z', darker(color, 0.22)),
    stroke('M-118,-8H108', lighter(color, 0.35), 5),
    ellipse([112, 0, 13, 20], darker(color, 0.4)),
    ellipse([112, -8, 7, 9], color),
    ellipse([112, 9, 7, 8], color),
    circle([112, -8, 3], darker(color, 0.6)),
    circle([112, 9, 3], darker(color, 0.6)),
  )
}

export function starAnise(): Svg {
  const rays = [0, 45, 90, 135, 180, 225, 270, 315].map((turn) => {
    const ray = path('M0,0C10,-14 12,-30 0,-46C-12,-30 -10,-14 0,0Z', '#8a4a26') + ellipse([0, -25, 4, 8], ink.straw)
    return `<g transform="rotate(${turn})">${ray}</g>`
  })
  return all(rays, circle([0, 0, 8], '#6b3519'))
}

export function bayLeaf(color = '#7f8a4a'): Svg {
  return all(
    path('M-70,0C-40,-34 30,-34 72,0C30,34 -40,34 -70,0Z', color),
    path('M-70,0C-40,34 30,34 72,0Z', darker(color, 0.16)),
    stroke('M-84,2L66,0', lighter(color, 0.4), 4),
    [-36, -6, 24].map((x) => stroke(`M${x},0l22,-16M${x},0l22,16`, lighter(color, 0.25), 3)),
  )
}

export function ginger(): Svg {
  return all(
    path(
      'M-60,10C-66,-16 -34,-26 -20,-18C-20,-44 14,-48 18,-20C38,-36 66,-20 56,4C50,24 24,18 16,20C2,34 -22,26 -26,18C-38,28 -56,26 -60,10Z',
      '#d3a567',
    ),
    stroke('M-46,-6q10,6 8,18M-8,-30q12,2 20,0M34,-14q8,8 6,18', '#a97b42', 4),
    ellipse([54, -6, 9, 14], '#f0d68f'),
  )
}

/** A curl of dried coffee fruit. */
export function husk(color = '#a4552f'): Svg {
  return all(
    path('M-40,4C-36,-28 30,-34 42,-4C30,-14 0,-12 -8,2C-14,14 20,18 36,8C28,34 -38,34 -40,4Z', color),
    stroke('M-28,-4C-22,-20 12,-24 28,-13', lighter(color, 0.4), 5),
  )
}

export function teaLeaf(color = '#33241b'): Svg {
  return (
    path('M-30,6C-20,-16 6,-6 30,-12C22,8 0,4 -30,6Z', color) + stroke('M-20,2Q0,-5 20,-8', lighter(color, 0.25), 3)
  )
}

/** Ground spice, heaped to a point: a cone standing on y = 0. */
export function powder(half: number, high: number, color: string): Svg {
  const shape = `M${-half},0C${-half * 0.5},${-high * 0.35} ${-half * 0.22},${-high} 0,${-high}C${half * 0.22},${-high} ${half * 0.5},${-high * 0.35} ${half},0Z`
  return all(
    path(shape, color),
    within(
      shape,
      path(
        `M0,${-high}C${half * 0.1},${-high * 0.5} ${half * 0.15},${-high * 0.2} ${half * 0.05},0H${half}V${-high}Z`,
        darker(color, 0.16),
      ),
    ),
    fade(
      path(
        `M${-half * 0.12},${-high * 0.86}Q${-half * 0.36},${-high * 0.36} ${-half * 0.7},${-high * 0.06}Q${-half * 0.3},${-high * 0.3} ${-half * 0.12},${-high * 0.86}Z`,
        lighter(color, 0.5),
      ),
      0.7,
    ),
  )
}
