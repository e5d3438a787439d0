/** Of the checkout page; one text, as its hash stands in the page's policy. */
export const payStyle = `
:root{color-scheme:light dark;--ground:#f4f1ea;--card:#fff;--ink:#1c2422;--quiet:#5c6763;--line:#e2ddd2;--deep:#0b6b5d;--on-deep:#fff;--soft:#e6f1ee;--warn:#8a2a16;--warn-soft:#fbe9e4}
@media(prefers-color-scheme:dark){:root{--ground:#12181a;--card:#1b2326;--ink:#edf1ef;--quiet:#a3b0ac;--line:#2d383b;--deep:#2aa38f;--on-deep:#06211c;--soft:#1d3430;--warn:#ffb4a2;--warn-soft:#43211a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.45 system-ui,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif}
main{max-inline-size:30rem;margin-inline:auto;padding:1rem}
header{display:flex;align-items:center;justify-content:space-between;gap:.75rem;margin-block-end:1rem}
header h1{margin:0;font-size:1rem;font-weight:650}
header a{color:var(--deep);text-decoration:none;padding:.5rem;margin:-.5rem;border-radius:.5rem}
.test{display:inline-block;margin:0 0 .75rem;padding:.2rem .6rem;border-radius:1rem;background:var(--soft);color:var(--deep);font-size:.82rem;font-weight:600}
.card{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1rem;margin-block-end:1rem}
.sum{margin:0;font-size:1.9rem;font-weight:700;line-height:1.2}
.label{margin:0;color:var(--quiet);font-size:.9rem}
ul{list-style:none;margin:.9rem 0 0;padding:.9rem 0 0;border-block-start:1px solid var(--line);display:grid;gap:.5rem}
li{display:flex;justify-content:space-between;gap:1rem}
li span:first-child{min-inline-size:0;overflow-wrap:anywhere}
li span:last-child{white-space:nowrap;color:var(--quiet)}
.note{margin:0 0 1rem;padding:.75rem 1rem;border-radius:.75rem;background:var(--warn-soft);color:var(--warn);font-weight:600}
form{display:grid;gap:.6rem}
button{display:grid;gap:.1rem;inline-size:100%;padding:.75rem 1rem;text-align:start;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.85rem;cursor:pointer}
button b{font-weight:650}
button span{color:var(--quiet);font-size:.87rem}
button:hover{border-color:var(--deep)}
button:focus-visible,a:focus-visible{outline:3px solid var(--deep);outline-offset:2px}
button.first{background:var(--deep);border-color:var(--deep);color:var(--on-deep)}
button.first span{color:inherit;opacity:.9}
button.last{background:none;border-color:transparent;text-align:center}
.state{text-align:center;padding-block:2rem}
.state h2{font-size:1.35rem;margin:0 0 .4rem}
.state p{margin:0;color:var(--quiet)}
`
