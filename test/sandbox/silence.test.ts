import { fileTypeFromBuffer } from 'file-type'
import t from 'tap'
import { silentVoice } from '#sandbox/control/silence.ts'

t.test('the voice note of a shopper is a real one', async (t) => {
  const bytes = silentVoice(3)
  t.match(await fileTypeFromBuffer(bytes), { ext: 'opus', mime: /^audio\/ogg/ })
  const pages = [...bytes.toString('latin1').matchAll(/OggS/g)].map(({ index }) => index)
  t.equal(pages.length, 3, 'head, tags and sound')
  const last = pages[2] ?? 0
  t.equal(bytes.readBigUInt64LE(last + 6), 144_000n, 'three seconds at 48 kHz')
  t.equal(bytes.readUInt8(last + 5), 4, 'the stream ends')
  t.equal(silentVoice(60).readUInt8(silentVoice(60).lastIndexOf('OggS') + 26), 255, 'never longer than one page')
})
