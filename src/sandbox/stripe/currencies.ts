import { StripeError } from './stripe-error.ts'

const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '))
/** Written with two decimals that must be 00. */
const wholeOnly = new Set(['isk', 'ugx'])

const supported = new Set(
  `usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp
  cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr
  isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr
  mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd
  std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw`.split(/\s+/),
)

/** Smallest charge by settlement currency, in its minor units. */
const minimums: Record<string, number> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
}

/** Round units for one US dollar: near enough to find amounts far below a minimum. */
const perDollar: Record<string, number> = {
  usd: 1,
  aed: 3.67,
  aud: 1.5,
  bgn: 1.7,
  bhd: 0.376,
  brl: 5.4,
  cad: 1.4,
  chf: 0.8,
  czk: 21,
  dkk: 6.4,
  egp: 48,
  eur: 0.86,
  gbp: 0.75,
  hkd: 7.8,
  huf: 335,
  inr: 88,
  isk: 122,
  jod: 0.709,
  jpy: 150,
  kes: 129,
  krw: 1_420,
  kwd: 0.307,
  mad: 9.2,
  mxn: 18.5,
  myr: 4.2,
  ngn: 1_450,
  nok: 10,
  nzd: 1.7,
  omr: 0.385,
  pkr: 281,
  pln: 3.65,
  qar: 3.64,
  ron: 4.4,
  sar: 3.75,
  sek: 9.4,
  sgd: 1.3,
  thb: 32.5,
  tnd: 2.9,
  try: 42,
  ugx: 3_500,
  xaf: 565,
  xof: 565,
  zar: 17.2,
}

export function requireCurrency(currency: string): string {
  const code = currency.toLowerCase()
  if (!supported.has(code)) {
    throw new StripeError(`Invalid currency: ${code}. Stripe currently supports these currencies: …`, {
      param: 'currency',
    })
  }
  return code
}

function unitsPerMajor(currency: string): number {
  if (zeroDecimal.has(currency)) return 1
  return threeDecimal.has(currency) ? 1000 : 100
}

/** Amounts some currencies cannot carry: KWD and kin end in 0, ISK and UGX in 00. */
export function requireGrid(amount: number, currency: string, param: string): void {
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    throw new StripeError(`Invalid amount: ${currency.toUpperCase()} amounts must be divisible by 10.`, { param })
  }
  if (wholeOnly.has(currency) && amount % 100 !== 0) {
    throw new StripeError(`Invalid amount: ${currency.toUpperCase()} amounts must be divisible by 100.`, { param })
  }
}

/** Charges below the settlement currency's minimum, after conversion, or above eight digits are refused. */
export function requireChargeable(amount: number, currency: string, settlement: string): void {
  if (amount > 99_999_999) {
    throw new StripeError('The amount must be no more than 8 digits.', { code: 'amount_too_large' })
  }
  const from = perDollar[currency]
  const to = perDollar[settlement]
  const minimum = minimums[settlement]
  if (from === undefined || to === undefined || minimum === undefined) return
  const converted = (amount / unitsPerMajor(currency) / from) * to * unitsPerMajor(settlement)
  if (converted >= minimum) return
  throw new StripeError(
    `The Checkout Session's total amount must convert to at least ${minimum} ${settlement} (minor units).`,
    { code: 'amount_too_small' },
  )
}

/** How many decimals amounts of this currency are written with. */
export function decimalsOf(currency: string): number {
  return String(unitsPerMajor(currency.toLowerCase())).length - 1
}

/** 1250 usd → "12.50 USD", for the pay page. */
export function shownAmount(amount: number, currency: string): string {
  const per = unitsPerMajor(currency)
  return `${(amount / per).toFixed(decimalsOf(currency))} ${currency.toUpperCase()}`
}
