import type { Ledger } from '#test/faults/load/record.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import { readDoubts, readRepeatedAdvances } from '#test/faults/strike/instruments.ts'
import { checkArrivals } from './arrivals.ts'
import { checkBooks } from './books.ts'
import { checkCatalog } from './catalog.ts'
import { readJournal } from './journal.ts'
import { checkLogs } from './logs.ts'
import { checkMoney } from './money.ts'
import { checkSends } from './sends.ts'
import { type Verdict, verdict } from './verdict.ts'

export type Judgement = { verdicts: Verdict[]; lost: number; doubled: number; inDoubt: number }

/** Holds what the outside world saw against what our books say. */
export async function judge(installation: Installation, ledger: Ledger): Promise<Judgement> {
  const outside = await readJournal(installation.journalFile)
  const doubts = await readDoubts(installation.database)
  const sends = await checkSends(installation, outside, doubts)
  const verdicts = [
    ...(await checkArrivals(installation, outside, ledger)),
    ...sends.verdicts,
    ...(await checkMoney(installation)),
    ...(await checkCatalog(installation)),
    ...(await checkBooks(installation)),
    ...(await checkLogs(installation)),
    verdict('I14', 'what is done by the clock is marked done once each time', await repeatedAdvances(installation)),
    verdict('I18', 'a webhook is answered with 200 or asked to come again', strangeAnswers(outside.answers)),
  ]
  const unkept = verdicts.filter(({ invariant }) => invariant === 'I1').flatMap(({ broken }) => broken).length
  return { verdicts, lost: sends.lost + unkept, doubled: sends.doubled, inDoubt: doubts.length }
}

async function repeatedAdvances({ database }: Installation): Promise<string[]> {
  const repeated = await readRepeatedAdvances(database)
  return repeated.map(({ job, subject, fence, times }) => `${job} ${subject}, lease ${fence}: ${times} times`)
}

/** 0 is a connection that broke; 503 says: not now. */
function strangeAnswers(answers: ReadonlyMap<number, number>): string[] {
  return [...answers]
    .filter(([status]) => ![0, 200, 503].includes(status))
    .map(([status, count]) => `${count} × ${status}`)
}
