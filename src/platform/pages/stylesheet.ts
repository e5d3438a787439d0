import { createHash } from 'node:crypto'

/** The one stylesheet of our pages. Logical properties only, so that it serves both directions of writing. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --paper: #f5f2ea; --card: #fffdf9; --ink: #211d16; --soft: #6d6558; --line: #e7e0d2;
  --accent: #0a6b4d; --on-accent: #ffffff; --accent-soft: #e2f1ea;
  --good: #0a6b4d; --good-soft: #e2f1ea; --wait: #8a5800; --wait-soft: #fbefd6; --stop: #a32d1f; --stop-soft: #fae6e2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131310; --card: #1d1d19; --ink: #f2efe6; --soft: #aaa394; --line: #32312a;
    --accent: #4fc796; --on-accent: #06170f; --accent-soft: #17322733;
    --good: #5fd3a3; --good-soft: #15332766; --wait: #f0c063; --wait-soft: #3d2f1266; --stop: #f29a8d; --stop-soft: #45201a66;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-block-size: 100vh; min-block-size: 100dvh; display: flex; flex-direction: column;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Geeza Pro", Tahoma, sans-serif;
}
:lang(ar) { line-height: 1.75; letter-spacing: 0; }
a { color: var(--accent); text-underline-offset: .2em; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: .4rem; }
.top, main, .foot { inline-size: 100%; max-inline-size: 62rem; margin-inline: auto; padding-inline: 1.1rem; }
.top { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding-block: 1rem .85rem; }
.brand { margin: 0; display: flex; align-items: center; gap: .65rem; font-weight: 650; min-inline-size: 0; }
.brand bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mark {
  flex: none; inline-size: 2.1rem; block-size: 2.1rem; border-radius: .7rem; background: var(--accent); color: var(--on-accent);
  display: grid; place-items: center; font-weight: 700; line-height: 1;
}
.switch { flex: none; text-decoration: none; font-weight: 600; padding: .45rem .8rem; border: 1px solid var(--line); border-radius: 99rem; line-height: 1.3; background: var(--card); }
main { display: grid; gap: 1rem; align-items: start; grid-template-columns: minmax(0, 1fr); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 1.15rem; padding: 1.25rem; }
.card > :first-child { margin-block-start: 0; }
.card > :last-child { margin-block-end: 0; }
.column { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.state { display: grid; gap: .85rem; justify-items: start; }
.icon { inline-size: 3.1rem; block-size: 3.1rem; border-radius: 50%; display: grid; place-items: center; background: var(--wait-soft); color: var(--wait); }
.icon svg { inline-size: 1.6rem; block-size: 1.6rem; fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
.good .icon { background: var(--good-soft); color: var(--good); }
.stop .icon { background: var(--stop-soft); color: var(--stop); }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
:lang(ar) h1 { line-height: 1.45; letter-spacing: 0; }
h2 { margin: 0 0 .9rem; font-size: 1.02rem; line-height: 1.4; }
p { margin: 0; text-wrap: pretty; }
.soft { color: var(--soft); }
.small { font-size: .9rem; }
.actions { display: grid; gap: .6rem; inline-size: 100%; margin-block-start: .35rem; }
.button {
  display: block; text-align: center; text-decoration: none; font-weight: 650; line-height: 1.4; padding: .85rem 1rem; border-radius: .9rem;
  background: var(--accent); color: var(--on-accent); border: 1px solid var(--accent);
}
.button.quiet { background: transparent; color: var(--accent); border-color: var(--line); }
.lines { list-style: none; margin: 0; padding: 0; display: grid; gap: .9rem; }
.lines li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: .8rem; align-items: center; }
.thumb { inline-size: 3.2rem; block-size: 3.2rem; border-radius: .75rem; object-fit: cover; background: var(--line); display: grid; place-items: center; color: var(--soft); font-weight: 650; font-size: .95rem; }
.what { min-inline-size: 0; }
.what strong { display: block; font-weight: 600; line-height: 1.4; overflow-wrap: anywhere; }
.money { white-space: nowrap; font-variant-numeric: tabular-nums; }
.gone { text-decoration: line-through; }
.sums { margin: 1.1rem 0 0; padding-block-start: 1rem; border-block-start: 1px solid var(--line); display: grid; gap: .45rem; }
.sums div { display: flex; justify-content: space-between; gap: 1rem; }
.sums dt { color: var(--soft); }
.sums dd { margin: 0; }
.sums .whole { margin-block-start: .35rem; font-weight: 700; font-size: 1.12rem; }
.sums .whole dt { color: inherit; }
.steps { list-style: none; margin: 0; padding: 0; }
.steps li { position: relative; padding-inline-start: 2.1rem; padding-block-end: 1.15rem; }
.steps li:last-child { padding-block-end: 0; }
.steps li::before { content: ""; position: absolute; inset-inline-start: .22rem; inset-block-start: .38rem; inline-size: .85rem; block-size: .85rem; border-radius: 50%; border: 2px solid var(--line); background: var(--card); z-index: 1; }
.steps li::after { content: ""; position: absolute; inset-inline-start: .6rem; inset-block: .9rem -.5rem; border-inline-start: 2px solid var(--line); }
.steps li:last-child::after { display: none; }
.steps .done::before { background: var(--good); border-color: var(--good); }
.steps .done::after { border-color: var(--good); }
.steps .now::before { border-color: var(--wait); background: var(--wait); }
.steps .stopped::before { border-color: var(--stop); background: var(--stop); }
.steps strong { display: block; font-weight: 600; }
.steps .later strong { font-weight: 500; color: var(--soft); }
.badge { display: inline-block; padding: .15rem .7rem; border-radius: 99rem; font-size: .88rem; font-weight: 650; background: var(--wait-soft); color: var(--wait); }
.badge.good { background: var(--good-soft); color: var(--good); }
.badge.stop { background: var(--stop-soft); color: var(--stop); }
.parcel { display: grid; gap: .75rem; }
.parcel + .parcel { margin-block-start: 1.1rem; padding-block-start: 1.1rem; border-block-start: 1px solid var(--line); }
.row { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .4rem 1rem; align-items: center; }
.spin { animation: turn 1.1s linear infinite; transform-origin: center; }
@keyframes turn { to { transform: rotate(360deg); } }
@media (prefers-reduced-motion: reduce) { .spin { animation: none; } }
.foot { padding-block: 1.6rem 1.8rem; margin-block-start: auto; color: var(--soft); font-size: .86rem; text-align: center; text-wrap: balance; }
@media (min-width: 52rem) {
  .top { padding-block: 1.6rem 1.3rem; }
  .top, main, .foot { padding-inline: 1.5rem; }
  main.two, main { gap: 1.25rem; }
  main:has(> .column + .column) { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); }
  main:not(:has(> .column + .column)) { max-inline-size: 34rem; }
  .card { padding: 1.6rem; }
  h1 { font-size: 1.75rem; }
}
@media print { body { background: none; } .switch, .actions { display: none; } .card { break-inside: avoid; } }
`

/** Changes with the styles, so that a phone may keep them for ever. */
export const stylesheetUrl = `/pages.css?v=${createHash('sha256').update(stylesheet).digest('base64url').slice(0, 10)}`

export const stylesheetHeaders = {
  'content-type': 'text/css; charset=utf-8',
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
} as const
