import t from 'tap'
import { scriptIn } from '#test/hostile/suites/page-script.ts'

t.test('what a browser would run is found however it is written', async (t) => {
  const running = [
    '<script>alert(1)</script>',
    '<p><SCRIPT src="x"></SCRIPT></p>',
    '<img src=x onerror=alert(1)>',
    '<img src="a>b" onerror="x">',
    `<body\nONLOAD='x'>`,
    '<a href="javascript:alert(1)">',
    '<a href=" &#106;avascript&colon;alert(1)">',
    '<a href="java\nscript:alert(1)">',
    '<iframe src="data:text/html,x">',
    '<svg/onload=alert(1)>',
  ]
  for (const page of running) t.ok(scriptIn(`<main>${page}`), page)
})

t.test('the same words as text are text', async (t) => {
  const words = [
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;',
    'javascript:alert(1)',
    '<a href="https://x.example/?q=javascript:1" title="onerror=1">one</a>',
    '<p class="on">data: 5 GB</p>',
  ]
  for (const page of words) t.equal(scriptIn(`<main>${page}</main>`), null, page)
})
