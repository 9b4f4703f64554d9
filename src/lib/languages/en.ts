import type { Words } from './words.ts'

export const en: Words = {
  unitsTitle: 'Book an appointment',
  unitsIntro: 'Choose where you would like to go.',
  noUnits: 'Nothing can be booked here yet.',
  moreUnits: 'More places',
  unknownUnitTitle: 'There is no booking page here',
  unknownUnitText: 'The address may be mistyped, or the place no longer takes bookings online.',
  seeUnits: 'See where you can book',
  troubleTitle: 'We cannot show this page just now',
  troubleText: 'This is our fault and usually passes within a minute.',
  tryAgain: 'Try again',
  language: 'Language',
  bookAt: (unit) => `Book at ${unit}`,
  bookAtDescription: (unit) => `Choose a service and a free time at ${unit}. Your time is held while you book.`,
}
