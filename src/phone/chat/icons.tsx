const paths = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M4 12l16-8-6 16-3-6-7-2z',
  attach: 'M12 5v14M5 12h14',
  more: 'M12 6h.01M12 12h.01M12 18h.01',
  emoji: 'M12 3a9 9 0 100 18 9 9 0 000-18zM8.5 14.5c1 1.3 2.2 2 3.5 2s2.5-.7 3.5-2M9 9.5h.01M15 9.5h.01',
  mic: 'M12 4a3 3 0 00-3 3v5a3 3 0 006 0V7a3 3 0 00-3-3zM6 11a6 6 0 0012 0M12 17v3',
  list: 'M8 7h11M8 12h11M8 17h11M4.5 7h.01M4.5 12h.01M4.5 17h.01',
  link: 'M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 01-1 1H5a1 1 0 01-1-1V7a1 1 0 011-1h5',
  reply: 'M10 6l-6 6 6 6v-4c5 0 8 1.500 10 5 0-6-3-10-10-10V6z',
  pin: 'M12 21c4-5 7-8.200 7-11.500A7 7 0 005 9.500C5 12.800 8 16 12 21zM12 7.500a2.300 2.300 0 100 4.600 2.300 2.300 0 000-4.600z',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.500 20c1-4 4-5.500 7.500-5.500s6.500 1.500 7.500 5.500',
  sticker: 'M5 4h14v9l-6 7H5zM19 13h-6v7',
  poll: 'M5 20V10M12 20V4M19 20v-7',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  edit: 'M5 19l1-4L16 5l3 3L9 18l-4 1z',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  down: 'M6 9l6 6 6-6',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  block: 'M12 3a9 9 0 100 18 9 9 0 000-18zM5.700 5.700l12.600 12.600',
  plus: 'M12 5v14M5 12h14',
  chevron: 'M9 5l7 7-7 7',
  globe: 'M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500L19 19M5 19l1.500-1.500M17.500 6.500L19 5',
  moon: 'M20 14.500A8.500 8.500 0 019.500 4a8.500 8.500 0 1010.500 10.500z',
  phone:
    'M6 4h4l1.500 4.500-2.300 1.700a12 12 0 004.600 4.600l1.700-2.300L20 14v4a2 2 0 01-2 2A14 14 0 014 6a2 2 0 012-2z',
  panels: 'M4 5h16v14H4zM14 5v14M17 9h.01M17 13h.01',
  clock: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3 2',
  form: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h3',
  bag: 'M6 8h12l1 12H5zM9 8a3 3 0 016 0',
  search: 'M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l4 4',
  minus: 'M5 12h14',
  check: 'M5 13l4 4L19 7',
} as const

export type IconName = keyof typeof paths

const turning = new Set<IconName>(['back', 'send', 'reply', 'chevron', 'list'])

/** A drawn icon. It says nothing to screen readers: what holds it carries the name. */
export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg
      class={turning.has(name) ? 'icon icon-turns' : 'icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
