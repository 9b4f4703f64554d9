import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { type Clinic, openClinic } from '../clinic.ts'
import {
  book,
  booked,
  fillContact,
  monday,
  openBooking,
  photograph,
  pickTime,
  timesOf,
  type Visit,
} from './booking-visit.ts'

let clinic: Clinic
let slug: string
let made = 0
const booking = await openBooking()
after(() => booking.close())
beforeEach(async () => {
  booking.world.setClock(monday)
  slug = `held-${++made}`
  clinic = await openClinic(booking.world, { slug, service: { name: 'Visit', durations: [30] } })
})

const visitTuesday = (): Promise<Visit> => booking.visit(`/book/${slug}?service=visit&day=2027-03-02`)

/** Somebody else takes a time of that Tuesday, `HH:MM` in Vilnius. */
async function rivalTakes(time: string): Promise<void> {
  const start = `2027-03-02T${time}:00+02:00`
  const { unitId, serviceId } = clinic
  const answer = await booking.world.call('POST', '/api/v1/slots/lock', { unitId, serviceId, start })
  assert.equal(answer.status, 201)
}

const statuses = async (): Promise<string[]> => {
  const rows = await booking.world.query<{ status: string }>(
    'select coalesce(cancel_reason, status) as status from appointments where unit_id = $1 order by created_at, id',
    [clinic.unitId],
  )
  return rows.map(({ status }) => status)
}

const ona = { name: 'Ona Petraitė', phone: '+370 612 34567', note: 'Antras aukštas' }
const typed = async (page: Page): Promise<string[]> =>
  Promise.all((await page.getByRole('textbox').all()).map((box) => box.inputValue()))

/** The server does what it is asked, but its answer never arrives. */
const loseAnswer = async (route: Route): Promise<void> => {
  await route.fetch()
  await route.abort()
}

const refuse =
  (status: number, code: string, headers: Record<string, string> = {}) =>
  (route: Route) =>
    route.fulfill({
      status,
      headers,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status, code, title: code, detail: '' }),
    })

test('A8, G3: who comes second is offered the nearest times, and takes one with a click', async () => {
  const { page, context, complaints } = await visitTuesday()
  await timesOf(page).first().waitFor()
  await rivalTakes('10:00')
  await timesOf(page).filter({ hasText: '10:00' }).click()
  const notice = page.getByRole('region', { name: 'Somebody else has just taken Tuesday 2 March, 10:00' })
  await notice.waitFor()
  assert.ok(await notice.evaluate((element) => element.matches(':focus')), 'what happened takes the focus')
  await photograph(page, 'lost-time')
  await timesOf(page).filter({ hasText: '10:00' }).waitFor({ state: 'detached' })
  await notice.getByRole('button', { name: 'Tuesday 2 March, 10:30' }).click()
  await page.getByRole('timer').waitFor()
  await fillContact(page, ona)
  await book(page)
  await booked(page)
  assert.deepEqual(await statuses(), ['HELD', 'CONFIRMED'])
  assert.deepEqual(complaints, [])
  await context.close()
})

test('A6, G3: an expired hold that somebody else took meanwhile leads to another time without retyping', async () => {
  const { page, context, complaints } = await visitTuesday()
  await pickTime(page, '10:00')
  await fillContact(page, ona)
  booking.world.setClock('2027-03-01T07:05:01Z')
  await rivalTakes('10:00')
  await book(page)
  await page.getByRole('region', { name: 'Your time is no longer held' }).waitFor()
  await photograph(page, 'expired')
  await page.getByRole('button', { name: 'Book it if it is still free' }).click()
  await page
    .getByRole('region', { name: 'Somebody else has just taken' })
    .getByRole('button', { name: '09:30' })
    .click()
  await page.getByRole('timer').waitFor()
  const panel = page.getByRole('region', { name: 'Held for you' })
  assert.ok(await panel.evaluate((element) => element.matches(':focus')), 'the new time takes the focus')
  assert.match(await panel.innerText(), /09:30–10:00/)
  assert.deepEqual(await typed(page), [ona.name, ona.phone, '', ona.note])
  await book(page)
  await booked(page)
  assert.deepEqual(complaints, [])
  await context.close()
})

test('A6, G3: an expired hold nobody took meanwhile is booked all the same', async () => {
  const { page, context } = await visitTuesday()
  await pickTime(page, '10:00')
  await fillContact(page, ona)
  booking.world.setClock('2027-03-01T07:05:01Z')
  await book(page)
  await page.getByRole('button', { name: 'Book it if it is still free' }).click()
  await booked(page)
  assert.deepEqual(await statuses(), ['CONFIRMED'])
  await context.close()
})

test('G3: the countdown tells when a minute is left and when it is over; the same time is held again', async () => {
  const { page, context } = await visitTuesday()
  await pickTime(page, '10:00')
  await fillContact(page, ona)
  const heard = page.getByRole('status')
  await context.clock.fastForward('03:10')
  await page
    .getByRole('timer')
    .getByText(/1:\d\d/)
    .waitFor()
  assert.equal(await heard.getByText('One minute left').count(), 0)
  await context.clock.fastForward('01:00')
  await heard.getByText('One minute left').waitFor()
  await photograph(page, 'minute-left')
  const name = page.getByRole('textbox', { name: 'Your name' })
  await name.focus()
  await context.clock.fastForward('01:00')
  await heard.getByText('Your time is no longer held').waitFor()
  assert.ok(await name.evaluate((element) => element.matches(':focus')), 'who is typing is not interrupted')
  booking.world.setClock('2027-03-01T07:05:10Z')
  await page.getByRole('button', { name: 'Hold the same time again' }).click()
  await page.getByRole('timer').waitFor()
  assert.deepEqual(await typed(page), [ona.name, ona.phone, '', ona.note])
  await book(page)
  await booked(page)
  assert.deepEqual(await statuses(), ['HOLD_EXPIRED', 'CONFIRMED'])
  await context.close()
})

test('G3: more time can be had once', async () => {
  const { page, context } = await visitTuesday()
  await pickTime(page, '10:00')
  await context.clock.fastForward('03:00')
  booking.world.setClock('2027-03-01T07:03:00Z')
  await page
    .getByRole('timer')
    .getByText(/ 1:\d\d/)
    .waitFor()
  await page.getByRole('button', { name: 'I need more time' }).click()
  await page
    .getByRole('timer')
    .getByText(/ [45]:\d\d/)
    .waitFor()
  assert.equal(await page.getByRole('button', { name: 'I need more time' }).count(), 0)
  await context.close()
})

test('G3: a reload keeps the held time, the countdown and what was typed', async () => {
  const { page, context } = await visitTuesday()
  await pickTime(page, '10:00')
  await fillContact(page, ona)
  await context.clock.fastForward('02:00')
  await page.reload()
  await page
    .getByRole('timer')
    .getByText(/ [23]:\d\d/)
    .waitFor()
  assert.deepEqual(await typed(page), [ona.name, ona.phone, '', ona.note])
  await book(page)
  await booked(page)
  assert.deepEqual(await statuses(), ['CONFIRMED'])
  await page.reload()
  await booked(page)
  await context.close()
})

test('G3: after Back one’s own time is shown as free and still held; another one replaces it', async () => {
  const { page, context } = await visitTuesday()
  await pickTime(page, '10:00')
  await page.goBack()
  await timesOf(page).filter({ hasText: '10:00' }).getByText('Held for you').waitFor()
  await photograph(page, 'own-hold')
  await timesOf(page).filter({ hasText: '10:00' }).click()
  await page.getByRole('heading', { name: 'Your details' }).waitFor()
  assert.deepEqual(await statuses(), ['HELD'])
  await page.getByRole('button', { name: 'Choose another time' }).click()
  await pickTime(page, '11:00')
  await page.getByText('11:00–11:30').waitFor()
  assert.deepEqual(await statuses(), ['HOLD_REPLACED', 'HELD'])
  await context.close()
})

test('C2, G3: choosing another service gives the held time back', async () => {
  const { page, context } = await booking.visit('/book/consultorios-do-chiado?service=fisioterapia&day=2027-03-02')
  await pickTime(page, '10:00')
  await page.getByRole('navigation').getByRole('link', { name: 'Service' }).click()
  const given = page.waitForResponse((response) => response.url().endsWith('/slots/release'))
  await page.getByRole('link', { name: 'Consulta de psicologia' }).click()
  assert.equal((await (await given).json()).status, 'CANCELLED')
  await page.getByRole('heading', { name: 'Choose a time' }).waitFor()
  assert.equal(await page.getByRole('timer').count(), 0)
  await context.close()
})

test('G3: when the answer to a hold or a booking is lost, trying again finds it done once', async () => {
  const { page, context, complaints } = await visitTuesday()
  await page.route('**/api/v1/slots/lock', loseAnswer, { times: 1 })
  await timesOf(page).filter({ hasText: '10:00' }).click()
  await page.getByText('We could not reach the server.').waitFor()
  await photograph(page, 'unreachable')
  await context.clock.fastForward('01:00')
  await page.getByRole('button', { name: 'Try again' }).click()
  // The repeated answer is a minute old, and so is its countdown.
  await page
    .getByRole('timer')
    .getByText(/ [34]:\d\d/)
    .waitFor()
  assert.deepEqual(await statuses(), ['HELD'])
  await fillContact(page, ona)
  await page.route('**/api/v1/appointments', loseAnswer, { times: 1 })
  await book(page)
  await page.getByRole('button', { name: 'Try again' }).click()
  await booked(page)
  assert.deepEqual(await statuses(), ['CONFIRMED'])
  assert.deepEqual(
    complaints.filter((text) => !text.includes('ERR_FAILED')),
    [],
  )
  await context.close()
})

test('G3: a booking whose answer was lost is found by a reload', async () => {
  const { page, context } = await visitTuesday()
  await pickTime(page, '10:00')
  await fillContact(page, ona)
  await page.route('**/api/v1/appointments', loseAnswer, { times: 1 })
  await book(page)
  await page.getByText('We could not reach the server.').waitFor()
  await page.reload()
  await booked(page)
  await page.getByText(ona.name).waitFor()
  await context.close()
})

test('G3: a failure is never shown as a day without free times', async () => {
  const { page, context } = await booking.visit('/book')
  await page.route('**/availability?**', refuse(503, 'unavailable', { 'retry-after': '2' }), { times: 1 })
  await page.goto(`${booking.origin}/book/${slug}?service=visit`)
  await page.getByRole('region', { name: 'We could not reach the server.' }).waitFor()
  assert.equal(await page.getByText('No free times').count(), 0)
  const again = page.getByRole('button', { name: /Try again/ })
  assert.ok(await again.isDisabled(), 'not before the server said')
  await context.clock.runFor(2100)
  await again.click()
  await timesOf(page).first().waitFor()
  await context.close()
})

test('G3: who is too quick is asked to wait as long as the server says, and loses nothing', async () => {
  const { page, context } = await visitTuesday()
  await pickTime(page, '10:00')
  await fillContact(page, ona)
  await page.route('**/api/v1/appointments', refuse(429, 'too-many-requests', { 'retry-after': '7' }), { times: 1 })
  await book(page)
  await page.getByText('Please wait 7 seconds.').waitFor()
  await context.clock.runFor(7100)
  await page.getByRole('button', { name: 'Try again' }).click()
  await booked(page)
  await context.close()
})

test('A4, G3: refusals that no repeat can help are said in words', async () => {
  const { page, context } = await visitTuesday()
  const told = async (status: number, code: string, words: string) => {
    await page.route('**/api/v1/slots/lock', refuse(status, code), { times: 1 })
    await timesOf(page).filter({ hasText: '10:00' }).click()
    await page.getByText(words).waitFor()
  }
  await told(409, 'client-busy', 'You are holding another time just now')
  await told(422, 'rule-rejected', 'This time can no longer be booked.')
  await told(503, 'schedule-engine-disabled', 'Booking online is switched off just now.')
  await told(500, 'internal-error', 'Something went wrong on our side.')
  await context.close()
})

test('G3: with nothing free in view the next free time is a click away, and the first visit begins there', async () => {
  await booking.world.query(`update working_hours set valid_from = '2027-04-20' where resource_id = $1`, [
    clinic.resourceIds[0],
  ])
  await booking.world.query('update units set catalogue_version = catalogue_version + 1 where id = $1', [clinic.unitId])
  const { page, context } = await booking.visit(`/book/${slug}?service=visit`)
  await page.getByRole('heading', { name: 'Tuesday 20 April' }).waitFor()
  await page.getByRole('button', { name: 'Earlier days' }).click()
  await page.getByRole('button', { name: 'Next free time: Tuesday 20 April, 00:00' }).click()
  await page.getByRole('heading', { name: 'Tuesday 20 April' }).waitFor()
  await page.getByRole('combobox', { name: 'Month' }).selectOption('June 2027')
  await page.getByRole('heading', { name: 'Tuesday 1 June' }).waitFor()
  await context.close()
})
