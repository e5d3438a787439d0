import axe from 'axe-core'
import type { PhonePage } from './phone-page.ts'

type Finding = { id: string; impact: string | null; nodes: { target: string[]; failureSummary: string }[] }

/** What axe holds to be serious on the page as it is now; asked through the debugger, so the page's policy stays. */
export async function findings(phone: PhonePage): Promise<string[]> {
  await phone.page.evaluate(axe.source)
  const found = (await phone.page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as Finding[]
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    )
}
