import { darker, lighter, mix } from './color.ts'
import { all, circle, ellipse, fade, path, place, rect, type Spot, type Svg, stroke } from './svg.ts'

export type Room = { wall: string; table: string; backdrop: (light: string, dim: string) => Svg }

/** Where things stand: the line their bottoms touch. */
const floor = 668

const arch = 'M170,600V330C170,215 300,170 400,85C500,170 630,215 630,330V600Z'

function repeat(count: number, draw: (n: number) => Svg): Svg {
  return Array.from({ length: count }, (_, n) => draw(n)).join('')
}

function frond(x: number, y: number, color: string): Svg {
  return repeat(7, (n) => {
    const angle = 0.35 + n * 0.22
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)]
    const [tipX, tipY] = [x + dx * 250, y + dy * 250]
    const [bendX, bendY] = [x + dx * 130 + dy * 34, y + dy * 130 - dx * 34]
    return path(`M${x},${y}Q${bendX},${bendY} ${tipX},${tipY}Q${bendX - dy * 40},${bendY + dx * 40} ${x},${y}Z`, color)
  })
}

function star(x: number, y: number, r: number): string {
  const corner = (turn: number): string => {
    const points = [0, 90, 180, 270].map((step) => {
      const angle = ((step + turn) * Math.PI) / 180
      return `${(x + r * Math.cos(angle)).toFixed(1)},${(y + r * Math.sin(angle)).toFixed(1)}`
    })
    return `M${points.join('L')}Z`
  }
  return corner(0) + corner(45)
}

function hexagon(x: number, y: number, r: number): string {
  const points = [0, 60, 120, 180, 240, 300].map((step) => {
    const angle = ((step + 30) * Math.PI) / 180
    return `${(x + r * Math.cos(angle)).toFixed(1)},${(y + r * Math.sin(angle)).toFixed(1)}`
  })
  return `M${points.join('L')}Z`
}

const grove = (light: string, dim: string): Svg =>
  all(
    circle([400, 330, 245], light),
    frond(-20, -30, dim),
    `<g transform="translate(800 0) scale(-1 1)">${frond(-20, -30, dim)}</g>`,
  )

const majlis = (light: string, dim: string): Svg =>
  path(arch, light) + repeat(16, (n) => path(`M${n * 50},0h50l-25,42Z`, dim)) + rect([0, 48, 800, 7], dim)

const hive = (light: string, dim: string): Svg => {
  const cell = (n: number): Svg => {
    const [column, row] = [n % 8, Math.floor(n / 8)]
    return path(
      hexagon(column * 112 + (row % 2) * 56, row * 97 + 10, 58),
      (column * 3 + row * 5) % 4 === 0 ? dim : light,
    )
  }
  return repeat(48, cell)
}

const lattice = (light: string, dim: string): Svg =>
  path(arch, light) +
  repeat(30, (n) => path(star((n % 6) * 150 + 25, Math.floor(n / 6) * 135 + 20, 26), dim)) +
  fade(path(arch, light), 0.82)

const sadu = (light: string, dim: string): Svg =>
  all(
    rect([0, 70, 800, 110], light),
    repeat(
      13,
      (n) =>
        path(`M${n * 66 - 20},125l33,-42l33,42l-33,42Z`, dim) + path(`M${n * 66 - 3},125l16,-20l16,20l-16,20Z`, light),
    ),
    rect([0, 56, 800, 8], dim),
    rect([0, 186, 800, 8], dim),
  )

const garden = (light: string, dim: string): Svg =>
  circle([400, 340, 240], light) +
  repeat(9, (n) => {
    const [x, y] = [60 + n * 88, n % 2 === 0 ? 60 : 120]
    return path(`M${x},${y}q30,-34 62,0q-32,34 -62,0Z`, dim)
  })

const shelf = (light: string, dim: string): Svg =>
  path('M150,600V300a250,230 0 0 1 500,0V600Z', dim) + path('M180,600V302a220,203 0 0 1 440,0V600Z', light)

const feast = (light: string, dim: string): Svg =>
  circle([400, 350, 250], light) +
  repeat(26, (n) => path(star((n * 173) % 800, (n * 97) % 520, 9 + (n % 3) * 5), n % 2 === 0 ? dim : light))

const shore = (light: string, dim: string): Svg =>
  circle([400, 330, 230], light) +
  repeat(3, (row) => repeat(9, (n) => stroke(`M${n * 100 - 50 + row * 50},${60 + row * 46}q50,40 100,0`, dim, 7)))

export const rooms = {
  dates: { wall: '#f2d9ad', table: '#c98f5c', backdrop: grove },
  coffee: { wall: '#e5c4a0', table: '#a36c47', backdrop: majlis },
  honey: { wall: '#f6d98d', table: '#b9793d', backdrop: hive },
  oud: { wall: '#dcbdb4', table: '#8a564c', backdrop: lattice },
  nuts: { wall: '#dfd6a8', table: '#a8794a', backdrop: sadu },
  tea: { wall: '#c9d9b4', table: '#96714c', backdrop: garden },
  homeware: { wall: '#a9cbc4', table: '#b98457', backdrop: shelf },
  gifts: { wall: '#f0c3ad', table: '#a85a48', backdrop: feast },
  shore: { wall: '#b7d6dd', table: '#d2a873', backdrop: shore },
} satisfies Record<string, Room>

/** A soft shadow on the table under whatever stands at x. */
function shadow(x: number, half: number, y: number): Svg {
  return fade(ellipse([x + half * 0.08, y, half, half * 0.13], '#2b0f06'), 0.26)
}

/** A thing on the table with the shadow of its foot, 2×`half` wide before scaling; in the middle unless told otherwise. */
export function standing(thing: Svg, half: number, spot: Spot = {}): Svg {
  const { x = 400, y = floor, scale = 1 } = spot
  return shadow(x, half * scale, y) + place(thing, { ...spot, x, y, scale })
}

/** The room with its table, and the things on it, on a canvas of 800 by 800. */
export function scene({ wall, table, backdrop }: Room, ...things: Svg[]): Svg {
  const cloth = all(
    rect([0, 590, 800, 210], table),
    rect([0, 590, 800, 10], lighter(table, 0.35)),
    path('M0,740H800V800H0Z', darker(table, 0.1)),
  )
  return all(rect([0, 0, 800, 800], wall), backdrop(lighter(wall, 0.5), mix(wall, table, 0.24)), cloth, things)
}
