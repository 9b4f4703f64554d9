/** What is wrong with a message: the rule it breaks, in a few words that stay, and what is so here. */
export type Finding = { readonly rule: string; readonly says: string }

export function finding(rule: string, says: string): Finding {
  return { rule, says: says.length > 300 ? `${says.slice(0, 299)}…` : says }
}
