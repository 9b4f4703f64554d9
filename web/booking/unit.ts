import type { ResourceView, Service, Unit } from '../api/schema.generated.ts'

/** The unit whose page this is, as the server wrote it into the page. */
export type BookedUnit = Omit<Unit, 'rowVersion'> & {
  /** `+370`, and a number of that country. */
  callingCode?: string
  example?: string
}

/** What the unit offers, and who takes part. */
export type Offer = { services: Service[]; resources: ResourceView[] }

/** The resources a visitor may choose between: people where there is a choice of people, else rooms. */
export function choicesOf(service: Service, { resources }: Offer): ResourceView[] {
  const byRole = service.roles.map(({ resourceIds }) => resources.filter(({ id }) => resourceIds.includes(id)))
  const choices = byRole.filter((eligible) => eligible.length > 1)
  return choices.find(([first]) => first?.kind === 'PERSON') ?? choices[0] ?? []
}

/** A number as it was typed, with a country code: what is written without one is taken as one of the unit's country. */
export function withCountryCode(typed: string, callingCode: string | undefined): string {
  const number = typed.trim()
  if (number.startsWith('+')) return number
  if (number.startsWith('00')) return `+${number.slice(2)}`
  return callingCode ? `${callingCode}${number}` : number
}
