import type { Random } from './random.ts'

/** One order to misbehave, until its `times` are used up. */
export type FaultRule = {
  id: string
  api: string
  fault: string
  code?: number | string | undefined
  details?: string | undefined
  times?: number | undefined
  probability?: number | undefined
  delayMs?: number | undefined
  copies?: number | undefined
  retailerIds?: string[] | undefined
  /** Only calls with this in their address, such as the id of one number. */
  address?: string | undefined
  /** How often it has struck. */
  struck: number
}

export type Faults = {
  add: (rule: Omit<FaultRule, 'id' | 'struck'>) => FaultRule
  remove: (id: string) => boolean
  clear: () => void
  list: () => FaultRule[]
  /** Strikes so far by `api fault`, also of rules that are used up. */
  tally: () => Record<string, number>
  /** The fault this call must suffer, if any; drawing uses it up. */
  draw: (api: string, address?: string) => FaultRule | undefined
}

/** `changed` is told whenever the list or the tally is no longer what it was. */
export function makeFaults(random: Random, changed: () => void = () => undefined): Faults {
  const rules = new Map<string, FaultRule>()
  const strikes = new Map<string, number>()
  let counter = 0
  const draw = (call: Drawn) => {
    const rule = drawFrom(rules, call, random)
    if (rule !== undefined) {
      const kind = `${rule.api} ${rule.fault}`
      strikes.set(kind, (strikes.get(kind) ?? 0) + 1)
      changed()
    }
    return rule
  }
  return {
    add: (rule) => {
      counter += 1
      const added = { ...rule, id: `fault_${counter}`, struck: 0 }
      rules.set(added.id, added)
      changed()
      return added
    },
    remove: (id) => {
      const known = rules.delete(id)
      if (known) changed()
      return known
    },
    clear: () => {
      rules.clear()
      changed()
    },
    list: () => [...rules.values()],
    tally: () => Object.fromEntries(strikes),
    draw: (api, address = '') => (rules.size === 0 ? undefined : draw({ api, address })),
  }
}

/** `stripe` covers `stripe.sessions`, `messages` means `graph.messages`, and `*` covers everything. */
function covers(rule: FaultRule, { api, address }: Drawn): boolean {
  if (!address.includes(rule.address ?? '')) return false
  return rule.api === api || rule.api === '*' || api === `graph.${rule.api}` || api.startsWith(`${rule.api}.`)
}

type Drawn = { api: string; address: string }

function drawFrom(rules: Map<string, FaultRule>, call: Drawn, random: Random): FaultRule | undefined {
  for (const rule of rules.values()) {
    if (!covers(rule, call)) continue
    if (rule.probability !== undefined && random.next() >= rule.probability) continue
    rule.struck += 1
    if (rule.times !== undefined && rule.struck >= rule.times) rules.delete(rule.id)
    return rule
  }
  return undefined
}
