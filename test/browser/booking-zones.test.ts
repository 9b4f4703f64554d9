import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openClinic } from '../clinic.ts'
import { book, booked, fillContact, openBooking, photograph, pickTime, timesOf } from './booking-visit.ts'

const booking = await openBooking()
after(() => booking.close())
await openClinic(booking.world, { slug: 'open-always', service: { durations: [30] } })

const path = '/book/senamiescio-odontologija?service=plombavimas&day=2027-03-02'

test('G3: a visitor whose clock agrees with the unit sees one time, and which zone it is of', async () => {
  const { page, context } = await booking.visit(path, { timezoneId: 'Europe/Helsinki' })
  await page.getByText('Times are shown for Vilnius, UTC+2.').waitFor()
  await timesOf(page)
    .filter({ hasText: /^09:00$/ })
    .waitFor()
  assert.equal(await page.getByText('local time').count(), 0)
  await context.close()
})

test('G3: a visitor elsewhere sees their own time and the unit’s, at every step', async () => {
  const { page, context } = await booking.visit(path, {
    timezoneId: 'America/New_York',
    viewport: { width: 390, height: 800 },
  })
  await page.getByText('Times are shown for New York, UTC−5.').waitFor()
  await page.getByText('local time at Senamiesčio odontologija (Vilnius, UTC+2)').waitFor()
  await photograph(page, 'elsewhere')
  const time = timesOf(page).filter({ hasText: /^02:00/ })
  assert.match(await time.innerText(), /^02:00\s+09:00$/)
  await time.click()
  await page.getByText('Tuesday, 2 March 2027, 02:00–03:00').waitFor()
  await page.getByText('Tuesday, 2 March 2027, 09:00–10:00').waitFor()
  await fillContact(page, { name: 'Ona', phone: '+370 612 34567' })
  await book(page)
  await booked(page)
  await page.getByText('Tuesday, 2 March 2027, 02:00–03:00').waitFor()
  await page.getByText('Tuesday, 2 March 2027, 09:00–10:00').waitFor()
  await photograph(page, 'elsewhere-done')
  const [client] = await booking.world.query(`select time_zone from clients where name = 'Ona'`)
  assert.equal(client?.time_zone, 'America/New_York')
  await context.close()
})

test('G3: another zone is found by typing, by keyboard, and kept', async () => {
  const { page, context, complaints } = await booking.visit(path)
  await page.getByRole('button', { name: 'Change time zone' }).press('Enter')
  const search = page.getByRole('combobox', { name: 'Find a time zone' })
  await search.and(page.locator(':focus')).waitFor()
  await page.keyboard.type('nowhere')
  await page.getByText('No time zone is called that.').waitFor()
  await search.fill('new y')
  await photograph(page, 'zone-picker')
  await page.keyboard.press('Enter')
  await timesOf(page)
    .filter({ hasText: /^02:00/ })
    .waitFor()
  const opener = page.getByRole('button', { name: 'Change time zone' })
  assert.ok(await opener.evaluate((element) => element.matches(':focus')), 'the focus returns')
  await page.reload()
  await page.getByText('Times are shown for New York, UTC−5.').waitFor()
  await page.getByRole('button', { name: 'Change time zone' }).click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  assert.equal(await page.getByRole('combobox', { name: 'Find a time zone' }).count(), 0)
  assert.deepEqual(complaints, [])
  await context.close()
})

test('G3: as far apart as clocks get, a day shows all its times, from midnight to midnight', async () => {
  for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    const { page, context } = await booking.visit('/book/open-always?service=visit&day=2027-03-09', { timezoneId })
    await page.getByRole('heading', { name: 'Tuesday 9 March' }).waitFor()
    const times = (await timesOf(page).allInnerTexts()).map((text) => text.slice(0, 5))
    assert.equal(times.length, 48, timezoneId)
    assert.deepEqual([times[0], times[47]], ['00:00', '23:30'])
    await context.close()
  }
})

test('G3: on the day clocks change, the hour that does not exist is not offered', async () => {
  const { page, context } = await booking.visit('/book/open-always?service=visit&day=2027-03-28')
  await page.getByRole('heading', { name: 'Sunday 28 March' }).waitFor()
  const times = await timesOf(page).allInnerTexts()
  assert.equal(times.length, 46)
  assert.ok(!times.includes('03:00') && times.includes('02:30') && times.includes('04:00'))
  await pickTime(page, '04:00')
  await page.getByText('Sunday, 28 March 2027, 04:00–04:30').waitFor()
  await context.close()
})
