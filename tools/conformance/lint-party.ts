import type { ContentLine } from './read-calendar-lines.ts'

const allowed: Record<string, string[] | undefined> = {
  CUTYPE: ['INDIVIDUAL', 'GROUP', 'RESOURCE', 'ROOM', 'UNKNOWN'],
  ROLE: ['CHAIR', 'REQ-PARTICIPANT', 'OPT-PARTICIPANT', 'NON-PARTICIPANT'],
  PARTSTAT: ['NEEDS-ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED'],
  RSVP: ['TRUE', 'FALSE'],
}
const known = [...Object.keys(allowed), 'CN', 'SENT-BY', 'EMAIL', 'LANGUAGE']
const ofAttendees = Object.keys(allowed)

/** What is wrong with an ORGANIZER or ATTENDEE. */
export function lintParty(
  { name, parameters, value }: ContentLine,
  method: string | undefined,
  find: (rule: string, says: string) => void,
): void {
  if (!/^mailto:[\w.~!$'*+%-]+@[\w.%-]+$/i.test(value)) find('calendar-address', `${name}:${value}`)
  for (const { name: parameter, values } of parameters) {
    if (!known.includes(parameter)) find('unexpected-parameter', `${parameter} of ${name}`)
    if (values.length !== 1) find('parameter-value', `${parameter} has ${values.length} values`)
    // RFC 6868: a caret is the first of two characters, or it is doubled.
    if (!/^(?:[^^]|\^[n'^])*$/.test(values[0]!)) find('parameter-caret', `${parameter}=${values[0]}`)
    if (allowed[parameter] && !allowed[parameter].includes(values[0]!))
      find('parameter-value', `${parameter}=${values[0]}`)
    if (parameter === 'CN' && values[0]!.includes('\\')) find('name-backslash', `CN=${values[0]}`)
  }
  const names = parameters.map((parameter) => parameter.name)
  if (new Set(names).size < names.length) find('parameter-once', `a parameter of ${name} stands twice`)
  if (name === 'ORGANIZER') {
    if (names.some((parameter) => ofAttendees.includes(parameter))) find('organizer-parameter', names.join(', '))
    return
  }
  if (method === 'CANCEL' && names.includes('RSVP')) find('cancel-rsvp', 'a CANCEL that asks for a reply')
  // iOS shows no invitation without it.
  if (method === 'REQUEST' && !names.includes('PARTSTAT')) find('partstat-missing', 'an ATTENDEE without PARTSTAT')
}
