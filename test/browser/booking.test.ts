import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { book, chooseService, fillContact, openBooking, photograph, pickTime, timesOf } from './booking-visit.ts'

const booking = await openBooking()
after(() => booking.close())

const appointments = () =>
  booking.world.query<{
    status: string
    channel: string
    phone: string
    locale: string
    notes: string
    starts_at: unknown
  }>(
    `select a.status, a.channel, c.phone, c.locale, a.notes, lower(a.during) as starts_at
       from appointments a join clients c on c.id = a.client_id order by a.created_at`,
  )

const journeys = [
  {
    language: 'lt',
    locale: 'lt-LT',
    zone: 'Europe/Vilnius',
    unit: 'senamiescio-odontologija',
    service: 'Plombavimas',
    time: '11:00',
    typed: '8 612 34567',
    phone: '+37061234567',
    button: 'Registruotis',
    heading: 'Jūs užregistruoti',
    when: /2027 m\. kovo 1 d\., pirmadienis, 11:00–12:00/,
    start: '2027-03-01T09:00:00Z',
  },
  {
    language: 'en',
    locale: 'en-US',
    zone: 'America/New_York',
    unit: 'hudson-appliance-repair',
    service: 'Diagnostic visit',
    time: '8:30 AM',
    typed: '(212) 555-0199',
    phone: '+12125550199',
    button: 'Book',
    heading: 'Your appointment is booked',
    when: /Tuesday, March 2, 2027, 8:30 AM–9:00 AM/,
    start: '2027-03-02T13:30:00Z',
    day: /Tuesday, March 2/,
  },
  {
    language: 'pt',
    locale: 'pt-PT',
    zone: 'Europe/Lisbon',
    unit: 'consultorios-do-chiado',
    service: 'Sessão de fisioterapia',
    time: '14:30',
    typed: '+351 912 345 678',
    phone: '+351912345678',
    button: 'Marcar',
    heading: 'A sua marcação está feita',
    when: /segunda-feira, 1 de março de 2027, 14:30–15:00/i,
    start: '2027-03-01T14:30:00Z',
  },
]

for (const journey of journeys) {
  test(`G3, G4: a visitor books in ${journey.language} from the first step to the confirmation`, async () => {
    const { unit, locale, zone, language } = journey
    const { page, context, complaints } = await booking.visit(`/book/${unit}`, { locale, timezoneId: zone })
    assert.equal(await page.locator('html').getAttribute('lang'), language)
    await page.getByRole('link', { name: journey.service }).waitFor()
    await photograph(page, `${language}-1-service`)
    await chooseService(page, journey.service)
    if (journey.day) await page.getByRole('radio', { name: journey.day }).check()
    await photograph(page, `${language}-2-time`)
    await pickTime(page, journey.time)
    await fillContact(page, { name: 'Ona Petraitė', phone: journey.typed, note: 'Skambutis neveikia' })
    await photograph(page, `${language}-3-details`)
    await page.getByRole('button', { name: journey.button, exact: true }).click()
    await page.getByRole('heading', { name: journey.heading }).waitFor()
    await photograph(page, `${language}-4-done`)

    assert.match((await page.locator('main').innerText()).replaceAll('\u202f', ' '), journey.when)
    assert.match(await page.locator('main').innerText(), /[0-9A-F]{4}-[0-9A-F]{4}/)
    const [booked] = (await appointments()).filter(({ phone }) => phone === journey.phone)
    assert.ok(booked)
    assert.deepEqual(
      [booked.status, booked.channel, booked.locale, booked.notes, String(booked.starts_at)],
      ['CONFIRMED', 'web', language, 'Skambutis neveikia', journey.start],
    )
    assert.deepEqual(complaints, [])
    await context.close()
  })
}

test('G3: a class shows the places left, one less after each booking', async () => {
  const { page, context } = await booking.visit('/book/jogos-studija-azuolas')
  await chooseService(page, 'Vakarinė joga')
  await timesOf(page).filter({ hasText: '12 places left' }).click()
  await fillContact(page, { name: 'Jonas', phone: '+370 612 00001' })
  await book(page)
  await page.getByRole('link', { name: 'Book another appointment' }).click()
  await chooseService(page, 'Vakarinė joga')
  await timesOf(page).filter({ hasText: '11 places left' }).waitFor()
  await photograph(page, 'class')
  await context.close()
})

test('G3: a service that needs approval says so before and after, and by when it is answered', async () => {
  const { page, context } = await booking.visit('/book/hudson-appliance-repair', { timezoneId: 'America/New_York' })
  await page.getByRole('link', { name: /Gas range installation.*Confirmed by us after your request/ }).click()
  await timesOf(page).first().click()
  await fillContact(page, { name: 'Ann Smith', phone: '212 555 0188' })
  await page.getByText('We look at every request').waitFor()
  await page.getByRole('button', { name: 'Send request' }).click()
  await page.getByRole('heading', { name: 'Your request has been sent' }).waitFor()
  await page.getByText(/You hear from us by Tuesday 2 March, 02:00 at the latest/).waitFor()
  await photograph(page, 'approval')
  await context.close()
})

test('G3: cancelling asks first, frees the time, and is there after a reload', async () => {
  const { page, context } = await booking.visit('/book/senamiescio-odontologija?service=plombavimas&day=2027-03-10')
  await pickTime(page, '09:00')
  await fillContact(page, { name: 'Rūta', phone: '+370 612 00002' })
  await book(page)
  await page.getByRole('button', { name: 'Cancel appointment' }).click()
  await page.getByRole('dialog').getByText('Wednesday 10 March, 09:00').waitFor()
  await photograph(page, 'cancel')
  await page.getByRole('button', { name: 'No, keep it' }).click()
  assert.equal(await page.getByRole('dialog').count(), 0)
  await page.getByRole('button', { name: 'Cancel appointment' }).click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  const heading = page.getByRole('heading', { name: 'This appointment is cancelled' })
  await heading.waitFor()
  assert.ok(await heading.evaluate((element) => element.matches(':focus')), 'the new state is where the focus is')
  await page.reload()
  await heading.waitFor()
  const cancelled = (await appointments()).find(({ phone }) => phone === '+37061200002')
  assert.equal(cancelled?.status, 'CANCELLED')
  await context.close()
})

test('G3: too late to cancel online says whom to call; changed by staff meanwhile shows how it is now', async () => {
  const { page, context } = await booking.visit('/book/senamiescio-odontologija?service=plombavimas&day=2027-03-01')
  await pickTime(page, '13:00')
  await fillContact(page, { name: 'Ieva', phone: '+370 612 00003' })
  await book(page)
  await page.getByRole('button', { name: 'Cancel appointment' }).click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await page.getByText('It is too late to cancel online.').waitFor()
  assert.equal(await page.locator('.notice a[href^="mailto:"]').count(), 1)

  await booking.world.query(
    `update appointments set row_version = row_version + 1, attendee_name = 'Ieva J.' where attendee_name = 'Ieva'`,
  )
  await page.getByRole('button', { name: 'Cancel appointment' }).click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await page.getByText('It was changed meanwhile.').waitFor()
  await context.close()
})

test('G3: back and forward go through the steps, and an address leads straight to one', async () => {
  const { page, context } = await booking.visit('/book/consultorios-do-chiado')
  await chooseService(page, 'Sessão de fisioterapia')
  assert.match(page.url(), /\?service=fisioterapia$/)
  await page.getByRole('radio', { name: '90 min' }).check()
  await page.getByRole('radio', { name: 'Miguel Ferreira' }).check()
  await page.waitForURL(/minutes=90&with=/)
  await timesOf(page).first().waitFor()
  const deep = page.url()
  await page.goBack()
  await page.getByRole('heading', { name: 'What would you like to book?' }).waitFor()
  await page.goForward()
  await page.getByRole('heading', { name: 'Choose a time' }).waitFor()
  assert.ok(await page.getByRole('radio', { name: '90 min' }).isChecked())

  const other = await context.newPage()
  await other.goto(deep)
  await timesOf(other).first().waitFor()
  assert.ok(await other.getByRole('radio', { name: 'Miguel Ferreira' }).isChecked())
  await pickTime(other, '10:00')
  await other.getByText('Miguel Ferreira').waitFor()
  await other.goto(`${booking.origin}/book/consultorios-do-chiado?service=massagem`)
  await other.getByText('That service is no longer offered.').waitFor()
  const stranger = await context.newPage()
  await stranger.goto(`${booking.origin}/book/consultorios-do-chiado?service=fisioterapia&step=details`)
  await stranger.getByRole('heading', { name: 'Choose a time' }).waitFor()
  await context.close()
})

test('G4: a language once chosen greets on every page and at every visit', async () => {
  const { page, context } = await booking.visit('/book/senamiescio-odontologija?lang=lt')
  await chooseService(page, 'Plombavimas')
  await page.reload()
  await page.getByRole('heading', { name: 'Pasirinkite laiką' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: 'Kam norite užsiregistruoti?' }).waitFor()
  await page.getByRole('combobox', { name: 'Kalba' }).selectOption('pt')
  await page.getByRole('heading', { name: 'O que deseja marcar?' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'pt')
  await page.reload()
  await page.getByRole('heading', { name: 'O que deseja marcar?' }).waitFor()
  await page.goto(`${booking.origin}/book/no-such-place`)
  await page.getByRole('heading', { name: 'Não existe aqui nenhuma página de marcações' }).waitFor()
  await photograph(page, 'unknown-unit')
  await page.getByRole('link', { name: 'Ver onde é possível marcar' }).click()
  await page.getByRole('heading', { name: 'Marcar uma visita' }).waitFor()
  await photograph(page, 'units')
  assert.equal(await page.getByRole('main').getByRole('link').count(), 4)
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('link', { name: 'Hudson Appliance Repair' }).click()
  await page.getByRole('heading', { name: 'What would you like to book?' }).waitFor()
  await context.close()
})

test('G3, G4: everything can be done with the keyboard alone, and the focus is always where one would look', async () => {
  const { page, context, complaints } = await booking.visit('/book/senamiescio-odontologija')
  const { keyboard } = page
  await page.getByRole('link', { name: 'Plombavimas' }).waitFor()
  const focused = () =>
    page.evaluate<string>('document.activeElement === document.body ? "" : document.activeElement.innerText')
  const tabTo = async (text: RegExp) => {
    for (let i = 0; i < 30; i++) {
      if (text.test(await focused())) return
      await keyboard.press('Tab')
    }
    assert.fail(`Tab does not lead to ${text}`)
  }
  await tabTo(/Plombavimas/)
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Choose a time' }).and(page.locator(':focus')).waitFor()
  await timesOf(page).first().waitFor()
  const day = page.getByRole('radio', { name: /Monday 1 March/ })
  for (let i = 0; i < 30 && !(await day.evaluate((element) => element.matches(':focus'))); i++)
    await keyboard.press('Tab')
  await keyboard.press('ArrowRight')
  await page.getByRole('heading', { name: 'Tuesday 2 March' }).waitFor()
  assert.ok(await page.getByRole('radio', { name: /Tuesday 2 March/ }).isChecked())
  await tabTo(/^08:00/)
  await keyboard.press('ArrowRight')
  await keyboard.press('End')
  await keyboard.press('Home')
  await keyboard.press('ArrowRight')
  assert.match(await focused(), /^08:15/)
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Your details' }).and(page.locator(':focus')).waitFor()
  // Past the two links beside the countdown, into the form.
  const name = page.getByRole('textbox', { name: 'Your name' })
  for (let i = 0; i < 10 && !(await name.evaluate((element) => element.matches(':focus'))); i++)
    await keyboard.press('Tab')
  await keyboard.type('Petras')
  await keyboard.press('Tab')
  await keyboard.type('12')
  await keyboard.press('Enter')
  await page.getByText('There is no such phone number.').waitFor()
  const phone = page.getByRole('textbox', { name: 'Phone' })
  assert.ok(
    await phone.evaluate((element) => element.matches(':focus')),
    'the focus goes to the field that was refused',
  )
  assert.equal(await phone.getAttribute('aria-invalid'), 'true')
  await photograph(page, 'phone-refused')
  await keyboard.press('ControlOrMeta+A')
  await keyboard.type('612 00004')
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Your appointment is booked' }).and(page.locator(':focus')).waitFor()
  assert.deepEqual(complaints, [])
  await context.close()
})
