/** A voice note in which nothing is said, as WhatsApp sends them: Opus in Ogg (RFC 7845), playable anywhere. */
export function silentVoice(seconds: number): Buffer {
  const frames = Array.from({ length: Math.min(Math.ceil(seconds * framesPerSecond), mostFrames) }, () => silentFrame)
  return Buffer.concat([
    page({ packets: [head], flags: 2, samples: 0, sequence: 0 }),
    page({ packets: [tags], flags: 0, samples: 0, sequence: 1 }),
    page({ packets: frames, flags: 4, samples: frames.length * samplesPerFrame, sequence: 2 }),
  ])
}

const framesPerSecond = 50
const samplesPerFrame = 960
/** What fits into one page. */
const mostFrames = 255

/** 20 ms of full-band silence: one byte of contents table and the two an empty frame has. */
const silentFrame = Buffer.from([0xf8, 0xff, 0xfe])

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** Version 1, one channel, 312 samples to skip, 48 kHz, no gain, mapping 0. */
const head = Buffer.concat([Buffer.from('OpusHead'), Buffer.from([1, 1, 0x38, 1]), uint32(48_000), Buffer.alloc(3)])
const vendor = Buffer.from('sandbox')
const tags = Buffer.concat([Buffer.from('OpusTags'), uint32(vendor.length), vendor, uint32(0)])

type Page = { packets: readonly Buffer[]; flags: number; samples: number; sequence: number }

/** One page of the stream; its packets are shorter than 255 bytes, so each is one segment. */
function page({ packets, flags, samples, sequence }: Page): Buffer {
  const header = Buffer.alloc(27)
  header.write('OggS')
  header.writeUInt8(flags, 5)
  header.writeBigUInt64LE(BigInt(samples), 6)
  header.writeUInt32LE(1, 14)
  header.writeUInt32LE(sequence, 18)
  header.writeUInt8(packets.length, 26)
  const whole = Buffer.concat([header, Buffer.from(packets.map(({ length }) => length)), ...packets])
  whole.writeUInt32LE(checksum(whole), 22)
  return whole
}

/** The CRC of RFC 3533: polynomial 0x04c11db7, from zero, nothing reflected. */
function checksum(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc = (crc ^ (byte << 24)) >>> 0
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1) >>> 0
  }
  return crc
}
