import type { z } from 'zod'
import type { newResource } from './resource.ts'
import type { newService } from './service.ts'
import type { newUnit } from './unit.ts'

/** Hours by ISO weekday, `'1-5'` or `'6'`, valid until the next such date (`MM-DD`) or after it. */
export type DemoWeek = { after?: string; until?: string } & {
  [weekdays: `${number}` | `${number}-${number}`]: string[]
}
type DemoException = { on: string; hours?: string[]; note: string }

/** A place of business as it is told below: resources are known by name. */
export type DemoUnit = {
  unit: z.input<typeof newUnit>
  resources: (z.input<typeof newResource> & { week: DemoWeek[]; exceptions?: DemoException[] })[]
  services: (Omit<z.input<typeof newService>, 'roles'> & { roles: Record<string, string[]> })[]
  exceptions: DemoException[]
}

const person = (name: string, ...week: DemoWeek[]) => ({ kind: 'PERSON' as const, name, week })
const room = (name: string, ...week: DemoWeek[]) => ({ kind: 'ROOM' as const, name, week })

const rasa = 'Gyd. Rasa Petrauskienė'
const tomas = 'Gyd. Tomas Kazlauskas'
const ieva = 'Gyd. Ieva Jankauskaitė'
const cabinets = ['1 kabinetas', '2 kabinetas']
const cabinetWeek: DemoWeek = { '1-5': ['07:00-20:00'], '6': ['08:00-15:00'] }

const dentalClinic: DemoUnit = {
  unit: {
    slug: 'senamiescio-odontologija',
    name: 'Senamiesčio odontologija',
    timeZone: 'Europe/Vilnius',
    locale: 'lt',
    email: 'registratura@senamiescio-odontologija.example',
    address: 'Pilies gatvė, Vilnius',
  },
  resources: [
    person(rasa, { '1-5': ['08:00-12:00', '13:00-17:00'], '6': ['09:00-14:00'] }),
    person(tomas, { '1-4': ['11:00-15:00', '15:30-19:30'], '6': ['09:00-14:00'] }),
    // Mornings until the end of the year, afternoons from then on.
    person(
      ieva,
      { until: '12-31', '2': ['08:00-14:00'], '4-5': ['08:00-14:00'] },
      { after: '12-31', '2': ['12:00-19:00'], '4-5': ['12:00-19:00'] },
    ),
    ...cabinets.map((name) => room(name, cabinetWeek)),
  ],
  services: [
    {
      slug: 'patikra',
      name: 'Dantų patikra',
      description: 'Apžiūra, nuotraukos prireikus ir gydymo planas.',
      durations: [30],
      bufferAfterMinutes: 5,
      noticeToBookMinutes: 60,
      noticeToCancelMinutes: 720,
      roles: { provider: [rasa, tomas, ieva], room: cabinets },
    },
    {
      slug: 'plombavimas',
      name: 'Plombavimas',
      description: 'Vieno danties plombavimas su nuskausminimu.',
      durations: [60],
      bufferAfterMinutes: 10,
      noticeToBookMinutes: 120,
      noticeToMoveMinutes: 720,
      noticeToCancelMinutes: 1440,
      roles: { provider: [rasa, tomas, ieva], room: cabinets },
    },
    {
      slug: 'vainikelis',
      name: 'Danties vainikėlis',
      description: 'Paruošimas trunka 90 minučių, uždėjimas – 60.',
      durations: [60, 90],
      slotStepMinutes: 30,
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 15,
      noticeToBookMinutes: 1440,
      noticeToMoveMinutes: 1440,
      noticeToCancelMinutes: 1440,
      horizonDays: 120,
      roles: { provider: [rasa, tomas], room: cabinets },
    },
  ],
  exceptions: [
    { on: '02-16', note: 'Lietuvos valstybės atkūrimo diena' },
    { on: '03-11', note: 'Lietuvos nepriklausomybės atkūrimo diena' },
    { on: '06-24', note: 'Joninės' },
    { on: '07-06', note: 'Valstybės diena' },
    { on: '12-24', note: 'Kūčios' },
    { on: '12-25', note: 'Kalėdos' },
    { on: '12-31', hours: ['08:00-13:00'], note: 'Trumpesnė diena' },
  ],
}

const physiotherapists = ['Inês Carvalho', 'Miguel Ferreira']
const beatriz = 'Beatriz Almeida'
const practiceRooms = ['Sala Tejo', 'Sala Alfama', 'Sala Belém']

const practiceHouse: DemoUnit = {
  unit: {
    slug: 'consultorios-do-chiado',
    name: 'Consultórios do Chiado',
    timeZone: 'Europe/Lisbon',
    locale: 'pt',
    email: 'ola@consultorios-do-chiado.example',
    address: 'Rua Garrett, Lisboa',
  },
  resources: [
    ...physiotherapists.map((name) => person(name, { '1-5': ['09:00-13:00', '14:00-18:00'], '6': ['09:30-13:00'] })),
    person(beatriz, { '1-3': ['10:00-13:30', '14:30-20:00'], '5': ['10:00-13:30'] }),
    ...practiceRooms.map((name) => room(name, { '1-5': ['08:30-20:30'], '6': ['09:00-13:30'] })),
  ],
  services: [
    {
      slug: 'fisioterapia',
      name: 'Sessão de fisioterapia',
      description: 'Com uma ou um fisioterapeuta, numa sala equipada. Escolha 30, 60 ou 90 minutos.',
      durations: [30, 60, 90],
      slotStepMinutes: 30,
      bufferAfterMinutes: 10,
      noticeToBookMinutes: 60,
      noticeToCancelMinutes: 1440,
      roles: { provider: physiotherapists, room: practiceRooms },
    },
    {
      slug: 'psicologia',
      name: 'Consulta de psicologia',
      description: 'Uma conversa reservada, sem pressa.',
      durations: [60, 90],
      slotStepMinutes: 30,
      bufferAfterMinutes: 15,
      noticeToBookMinutes: 1440,
      noticeToMoveMinutes: 1440,
      noticeToCancelMinutes: 1440,
      roles: { provider: [beatriz], room: ['Sala Alfama', 'Sala Belém'] },
    },
  ],
  exceptions: [
    { on: '04-25', note: 'Dia da Liberdade' },
    { on: '06-10', note: 'Dia de Portugal' },
    { on: '06-13', note: 'Santo António' },
    { on: '12-08', note: 'Imaculada Conceição' },
    { on: '12-24', hours: ['09:00-13:00'], note: 'Véspera de Natal' },
    { on: '12-25', note: 'Natal' },
  ],
}

const maria = 'Maria Gonzalez'
const technicians = [maria, 'James Carter', 'Wei Chen']

const repairFirm: DemoUnit = {
  unit: {
    slug: 'hudson-appliance-repair',
    name: 'Hudson Appliance Repair',
    timeZone: 'America/New_York',
    locale: 'en',
    // 555-01xx is set aside for examples.
    phone: '+1 212 555 0142',
    email: 'office@hudson-appliance-repair.example',
    address: 'West 23rd Street, New York, NY',
  },
  resources: [
    ...technicians.slice(0, 2).map((name) => person(name, { '1-5': ['08:00-12:00', '12:30-17:00'] })),
    person('Wei Chen', { '2-5': ['10:00-14:00', '14:30-19:00'], '6': ['09:00-15:00'] }),
  ],
  services: [
    {
      slug: 'diagnostic-visit',
      name: 'Diagnostic visit',
      description: 'A technician comes, finds the fault and quotes the repair.',
      durations: [30, 60],
      slotStepMinutes: 30,
      bufferBeforeMinutes: 15,
      bufferAfterMinutes: 15,
      noticeToBookMinutes: 120,
      noticeToMoveMinutes: 120,
      noticeToCancelMinutes: 120,
      roles: { technician: technicians },
    },
    {
      slug: 'repair',
      name: 'Appliance repair',
      description: 'Washers, dryers, dishwashers and refrigerators.',
      durations: [60, 90],
      slotStepMinutes: 30,
      bufferBeforeMinutes: 30,
      bufferAfterMinutes: 30,
      noticeToBookMinutes: 120,
      noticeToMoveMinutes: 1440,
      noticeToCancelMinutes: 1440,
      roles: { technician: technicians },
    },
    {
      slug: 'gas-range-installation',
      name: 'Gas range installation',
      description: 'By our licensed fitter. We look at your photos first and confirm within a day.',
      durations: [90],
      slotStepMinutes: 30,
      bufferBeforeMinutes: 30,
      bufferAfterMinutes: 30,
      noticeToBookMinutes: 2880,
      noticeToMoveMinutes: 1440,
      noticeToCancelMinutes: 1440,
      needsApproval: true,
      approvalWithinMinutes: 1440,
      roles: { technician: [maria] },
    },
  ],
  exceptions: [
    { on: '01-01', note: 'New Year’s Day' },
    { on: '06-19', note: 'Juneteenth' },
    { on: '07-04', note: 'Independence Day' },
    { on: '12-24', hours: ['08:00-12:00'], note: 'Christmas Eve' },
    { on: '12-25', note: 'Christmas Day' },
  ],
}

const lina = 'Lina Stankevičiūtė'
const mantas = 'Mantas Urbonas'
const hall = 'Didžioji salė'

const yogaStudio: DemoUnit = {
  unit: {
    slug: 'jogos-studija-azuolas',
    name: 'Jogos studija „Ąžuolas“',
    timeZone: 'Europe/Vilnius',
    locale: 'lt',
    email: 'labas@jogos-studija-azuolas.example',
    address: 'Žvėrynas, Vilnius',
  },
  resources: [
    // A class begins when its teacher comes: the hours are the timetable.
    person(lina, { '1': ['07:30-08:30'], '3': ['07:30-08:30'], '5': ['07:30-08:30'], '6': ['10:00-11:00'] }),
    {
      ...person(mantas, { '1-4': ['18:30-20:00'] }),
      exceptions: [{ on: '12-23', note: 'Mokytojo išvyka' }],
    },
    room(hall, { '1-5': ['07:00-21:00'], '6-7': ['09:00-18:00'] }),
  ],
  services: [
    {
      slug: 'rytine-joga',
      name: 'Rytinė joga',
      description: 'Rami 60 minučių praktika dienos pradžiai. Grupėje – iki 12 žmonių.',
      durations: [60],
      slotStepMinutes: 30,
      bufferAfterMinutes: 15,
      noticeToBookMinutes: 30,
      noticeToCancelMinutes: 720,
      horizonDays: 30,
      capacity: 12,
      roles: { instructor: [lina], hall: [hall] },
    },
    {
      slug: 'vakarine-joga',
      name: 'Vakarinė joga',
      description: 'Lėta 90 minučių praktika po darbo. Grupėje – iki 12 žmonių.',
      durations: [90],
      slotStepMinutes: 30,
      bufferAfterMinutes: 15,
      noticeToBookMinutes: 60,
      noticeToCancelMinutes: 720,
      horizonDays: 30,
      capacity: 12,
      roles: { instructor: [mantas], hall: [hall] },
    },
  ],
  exceptions: [
    { on: '02-16', note: 'Lietuvos valstybės atkūrimo diena' },
    { on: '03-11', note: 'Lietuvos nepriklausomybės atkūrimo diena' },
    { on: '12-24', note: 'Kūčios' },
    { on: '12-25', note: 'Kalėdos' },
  ],
}

/** The places a first look is given to. Every name is made up; `.example` addresses reach nobody. */
export const demoUnits: readonly DemoUnit[] = [dentalClinic, practiceHouse, repairFirm, yogaStudio]
