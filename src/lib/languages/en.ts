import { fullClock, plainRange, readTable, type TimeWords, type WordedDate } from './time-words.ts'
import type { Words } from './words.ts'

const months = 'January February March April May June July August September October November December'.split(' ')
const weekdays = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')

const monthOf = ({ month }: WordedDate) => months[month - 1]
const weekdayOf = ({ weekday }: WordedDate) => weekdays[weekday - 1]

const spelledOtherwise = readTable('Sao Paulo: São Paulo, Bogota: Bogotá, Asuncion: Asunción, Cancun: Cancún')

const british: TimeWords = {
  locale: 'en-GB',
  fullDay: (date) => `${weekdayOf(date)} ${date.day} ${monthOf(date)} ${date.year}`,
  day: (date) => `${weekdayOf(date)} ${date.day} ${monthOf(date)}`,
  clock: fullClock,
  range: plainRange,
  dayAndTime: (day, time) => `${day} at ${time}`,
  zone: (city) => `${spelledOtherwise.get(city) ?? city} time`,
  inZone: (time, zone) => `${time} ${zone}`,
  today: 'today',
  tomorrow: 'tomorrow',
}

const american: TimeWords = {
  ...british,
  locale: 'en-US',
  fullDay: (date) => `${weekdayOf(date)}, ${monthOf(date)} ${date.day}, ${date.year}`,
  day: (date) => `${weekdayOf(date)}, ${monthOf(date)} ${date.day}`,
  // 9:30–10:30 AM, but 11:30 AM–12:30 PM.
  range: (from, to) => plainRange(from.slice(-2) === to.slice(-2) ? from.slice(0, -3) : from, to),
  clock: (hour, minute) => `${hour % 12 || 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`,
}

const minutesLong = (minutes: number) => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`

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

  times: british,
  regionalTimes: { US: american },

  messages: {
    client: {
      booked: {
        subject: 'Booked',
        heading: 'Your appointment is booked',
        lead: 'We look forward to seeing you.',
      },
      requested: {
        subject: 'Request received',
        heading: 'We have received your request',
        lead: 'The time is held for you. We will write as soon as it is confirmed.',
      },
      movedByClient: {
        subject: 'New time',
        heading: 'Your appointment has a new time',
        lead: 'We look forward to seeing you then.',
      },
      movedByUnit: {
        subject: 'Your appointment has moved',
        heading: 'We had to move your appointment',
        lead: 'We are sorry for the change. If the new time does not suit you, choose another or get in touch.',
      },
      changed: {
        subject: 'Your appointment has changed',
        heading: 'Your appointment has changed',
        lead: 'It begins at the same time as before. This is how it stands now:',
      },
      cancelledByClient: {
        subject: 'Cancelled',
        heading: 'Your appointment is cancelled',
        lead: 'We have cancelled it, as you asked. Whenever you need a new time, we are happy to help.',
      },
      cancelledByUnit: {
        subject: 'We have to cancel your appointment',
        heading: 'We had to cancel your appointment',
        lead: 'We are very sorry. Please choose another time, or get in touch and we will find one together.',
      },
      cancelled: {
        subject: 'Cancelled',
        heading: 'Your appointment is cancelled',
        lead: 'If you would like to meet at another time, choose a new one or get in touch.',
      },
      requestExpired: {
        subject: 'Your request was not confirmed in time',
        heading: 'We did not confirm your request in time',
        lead: 'We are sorry. This time is no longer held for you: please choose another, or get in touch.',
      },
      declined: {
        subject: 'We cannot accept your request',
        heading: 'We cannot accept your request',
        lead: 'We are sorry that this time is not possible. Please choose another, or get in touch.',
      },
      replanned: {
        subject: 'Your appointment is being rescheduled',
        heading: 'Your appointment is being rescheduled',
        lead: 'We are sorry: this time no longer stands. You will get the new one in a separate message.',
      },
      approved: {
        subject: 'Confirmed',
        heading: ({ nearness }) =>
          ({
            TODAY: 'Today’s appointment is confirmed',
            TOMORROW: 'Tomorrow’s appointment is confirmed',
            LATER: 'Your appointment is confirmed',
          })[nearness],
        lead: 'We look forward to seeing you.',
      },
      reminder: {
        subject: 'Reminder',
        heading: ({ nearness }) =>
          ({ TODAY: 'See you today', TOMORROW: 'See you tomorrow', LATER: 'A reminder of your appointment' })[nearness],
        lead: 'If the time no longer suits you, please tell us early: somebody else may be waiting for it.',
      },
      incident: {
        subject: 'Your appointment cannot go ahead as planned',
        heading: 'Your appointment cannot go ahead as planned',
        lead: 'We are very sorry: something unforeseen has come up. We are finding you another time and will be in touch soon. There is nothing you need to do.',
      },
      holdExpired: {
        subject: 'Your time is no longer held',
        heading: 'Your time is no longer held',
        lead: 'The booking was not finished, so this time is free for others again. If you still want it, please choose it again.',
      },
    },
    provider: {
      booked: { subject: 'New appointment', heading: 'New appointment', lead: null },
      requested: {
        subject: 'New request',
        heading: 'A new request awaits an answer',
        lead: 'The time is held for the client. Please confirm or decline the request.',
      },
      movedByClient: {
        subject: 'Appointment moved',
        heading: 'Appointment moved',
        lead: 'The client chose another time.',
      },
      movedByUnit: {
        subject: 'Appointment moved',
        heading: 'Appointment moved',
        lead: ({ unit }) => `The time was changed by ${unit}.`,
      },
      changed: {
        subject: 'Appointment changed',
        heading: 'Appointment changed',
        lead: 'It begins at the same time as before. This is how it stands now:',
      },
      cancelledByClient: {
        subject: 'Appointment cancelled',
        heading: 'Appointment cancelled',
        lead: 'The client cancelled it. Your time is free again.',
      },
      cancelledByUnit: {
        subject: 'Appointment cancelled',
        heading: 'Appointment cancelled',
        lead: ({ unit }) => `It was cancelled by ${unit}. Your time is free again.`,
      },
      cancelled: {
        subject: 'No longer in your calendar',
        heading: 'This appointment is no longer in your calendar',
        lead: 'Your time is free again.',
      },
      requestExpired: {
        subject: 'Request lapsed',
        heading: 'A request has lapsed',
        lead: 'Nobody answered it in time. Your time is free again.',
      },
      declined: { subject: 'Request declined', heading: 'Request declined', lead: 'Your time is free again.' },
      replanned: {
        subject: 'Appointment being rescheduled',
        heading: 'Appointment being rescheduled',
        lead: 'This time no longer stands. You will get the new one in a separate message.',
      },
      approved: {
        subject: 'Appointment confirmed',
        heading: ({ nearness }) =>
          ({
            TODAY: 'Today’s appointment is confirmed',
            TOMORROW: 'Tomorrow’s appointment is confirmed',
            LATER: 'Appointment confirmed',
          })[nearness],
        lead: null,
      },
      reminder: {
        subject: 'Reminder',
        heading: ({ nearness }) =>
          ({ TODAY: 'Appointment today', TOMORROW: 'Appointment tomorrow', LATER: 'A reminder of an appointment' })[
            nearness
          ],
        lead: null,
      },
      incident: {
        subject: 'Appointment cannot go ahead as planned',
        heading: 'An appointment cannot go ahead as planned',
        lead: 'Something unforeseen has come up, and another time is being found. You will get it in a separate message.',
      },
    },
    subject: (happened, what, when) => `${happened}: ${what}, ${when}`,
    code: {
      subject: (digits) => `${digits} is your sign-in code`,
      heading: 'Your sign-in code',
      lead: (minutes) => `It works for ${minutesLong(minutes)}. Do not share it with anyone.`,
      unasked: 'If you did not ask for a code, there is nothing you need to do.',
      short: (unit, digits, minutes) =>
        `${digits} is your sign-in code for ${unit}. It works for ${minutesLong(minutes)}. Do not share it with anyone.`,
    },
    labels: {
      when: 'When',
      newTime: 'New time',
      previousTime: 'Before',
      service: 'Service',
      with: 'With',
      where: 'Where',
      forWhom: 'For',
      client: 'Client',
      phone: 'Phone',
      notes: 'Notes',
      questions: 'Questions?',
    },
    before: (start) => `before: ${start}`,
    lasting: (service, minutes) => `${service}, ${minutes} min`,
    actions: {
      change: 'Change or cancel',
      chooseTime: 'Choose a time',
      open: 'Open the appointment',
      answer: 'Review the request',
      addToCalendar: 'Add to calendar',
      addToGoogle: 'Add to Google Calendar',
    },
  },

  calendar: {
    clientTitle: (service, unit) => `${service} – ${unit}`,
    providerTitle: (service, client) => `${service}: ${client}`,
    cancelledTitle: (title) => `Cancelled: ${title}`,
  },

  appointmentPage: {
    tab: (unit) => `Your appointment at ${unit}`,
    confirmed: { title: 'Your appointment is confirmed', text: null },
    requested: {
      title: 'Your request is waiting for an answer',
      text: 'The time is held for you. We will write as soon as it is confirmed.',
    },
    cancelled: { title: 'This appointment is cancelled', text: 'The time is no longer held for you.' },
    declined: { title: 'Your request could not be accepted', text: 'The time is no longer held for you.' },
    over: { title: 'This appointment is over', text: null },
    changeTitle: 'To change or cancel',
    changeText: (unit) => `Please get in touch with ${unit}.`,
    notice: (length) => `At least ${length} before the start, please.`,
    noticeToMove: (length) => `The time can be changed until ${length} before the start.`,
    noticeToCancel: (length) => `It can be cancelled until ${length} before the start.`,
    lengths: {
      days: (count) => `${count} ${count === 1 ? 'day' : 'days'}`,
      hours: (count) => `${count} ${count === 1 ? 'hour' : 'hours'}`,
      minutes: minutesLong,
    },
    bookAnother: 'Book another appointment',
    subscribe: 'Subscribe to all my appointments',
    subscribeHint: (unit) =>
      `Your calendar program can show every appointment you have at ${unit}, and follow when one is moved or cancelled.`,
    feedTitle: 'All your appointments in your calendar',
    feedText: 'Subscribe once. Your calendar program then looks for changes by itself, usually a few times a day.',
    openFeed: 'Open my calendar program',
    googleFeed: 'Subscribe in Google Calendar',
    feedAddress: 'For any other program, copy this address',
    feedSecret: 'Whoever has this address can see your appointments. Please keep it to yourself.',
    backToAppointment: 'Back to the appointment',
    unknownTitle: 'This link leads nowhere',
    unknownText:
      'Perhaps a part of the address is missing, or the link is an old one. Please open the link in the latest message you got, or get in touch with the place where you have your appointment.',
  },
}
