/** Everything the booking page says. A language is one file that says all of it; none is left unused (languages.test.ts). */
export type Texts = {
  // The frame
  language: string
  steps: string
  stepService: string
  stepTime: string
  stepDetails: string
  stepDone: string
  contact: string

  // Service
  chooseService: string
  nothingOffered: string
  serviceGone: string
  minutes: (minutes: number | string) => string
  needsApproval: string

  // Time
  chooseTime: string
  changeService: string
  length: string
  with: string
  where: string
  anyone: string
  anywhere: string
  day: string
  month: string
  /** January first; Intl writes some languages' as digits. */
  shortMonths: readonly string[]
  earlierDays: string
  laterDays: string
  today: string
  loadingTimes: string
  freeTimesOn: (day: string) => string
  countOfTimes: (count: number, day: string) => string
  noTimesInDays: string
  noTimesAhead: string
  noTimesWithChoice: string
  showAnyone: string
  nextFreeTime: (when: string) => string
  morning: string
  afternoon: string
  evening: string
  placesLeft: (places: number) => string
  holdHint: (minutes: number) => string
  holdingFor: (time: string) => string
  yourTime: string
  continueWithHold: string

  // Time zone
  timesIn: (zone: string) => string
  localTimeIn: (place: string, zone: string) => string
  changeZone: string
  findZone: string
  zoneHint: string
  noZone: string
  ownZone: string
  placeZone: string
  close: string

  // The held time
  heldFor: (clock: string) => string
  moreTime: string
  extended: string
  minuteLeft: string
  holdEnded: string
  holdEndedText: string
  takeAgain: string
  takeAgainAndBook: string
  otherTime: string
  taken: (time: string) => string
  takenNearest: string
  takenNone: string
  changedTo: (time: string) => string
  typedKept: string

  // Details
  yourDetails: string
  name: string
  phone: string
  phoneHint: (example: string) => string
  phoneHintWithCode: (example: string, callingCode: string) => string
  email: string
  optional: string
  note: string
  book: string
  sendRequest: string
  approvalAhead: string
  nameMissing: string
  phoneMissing: string
  phoneWrong: string
  emailWrong: string
  textWrong: string
  checkFields: (count: number) => string

  // Done
  booked: string
  bookedText: string
  requested: string
  requestedText: (until: string) => string
  service: string
  when: string
  whenAtPlace: string
  who: string
  address: string
  forWhom: string
  reference: string
  cancel: string
  cancelQuestion: string
  keepIt: string
  cancelIt: string
  cancelled: string
  cancelledText: string
  declined: string
  declinedText: string
  over: string
  changedMeanwhile: string
  tooLateToCancel: string
  bookAnother: string

  // Trouble
  unreachable: string
  tooMany: (seconds: number) => string
  clientBusy: string
  bookingOff: string
  tooLateToBook: string
  cannotBeBooked: string
  ourFault: string
  reachUs: string
  tryAgain: string
}
