// Preloaded into a process of the fault suite: its clock runs ahead or behind by FAULTS_CLOCK_SKEW_MS.
const skewMs = Number(process.env.FAULTS_CLOCK_SKEW_MS ?? '0')
const RealDate = Date

class SkewedDate extends RealDate {
  constructor(...given: [] | [string | number | Date]) {
    if (given.length === 0) super(RealDate.now() + skewMs)
    else super(...(given as [string]))
  }

  static override now(): number {
    return RealDate.now() + skewMs
  }
}

if (skewMs !== 0) globalThis.Date = SkewedDate as DateConstructor
