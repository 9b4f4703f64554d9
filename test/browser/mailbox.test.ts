import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { MessageFacts } from '../../src/features/notifications/message.ts'
import { openLanes } from '../../src/features/notifications/open-lanes.ts'
import { startOutbox } from '../../src/features/notifications/start-outbox.ts'
import { parseCalendar } from '../../src/lib/ical/parse-calendar.ts'
import type { UnitId } from '../../src/lib/ids.ts'
import { readMail } from '../mail-server.ts'
import { bookedFacts, writeMessages } from '../written-messages.ts'
import { book, booked, chooseService, listen, openBooking, photograph, pickTime } from './booking-visit.ts'

const booking = await openBooking()
const { world } = booking
await world.query(`update resources set email = 'technician@hudson.example' where kind = 'PERSON'`)
const stopOutbox = startOutbox(world.ctx, openLanes(world.config), { pollMilliseconds: 50 })
after(async () => {
  await stopOutbox()
  await booking.close()
})

/** A developer's own browser: without the clock of the visitors, which is a script in every frame. */
async function look(path: string, options: BrowserContextOptions = {}) {
  const context = await booking.browser.newContext(options)
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints = listen(page)
  await page.goto(booking.origin + path)
  return { page, context, complaints }
}

/** Looks again, as a developer does, until there are so many messages. */
async function lookUntil(page: Page, count: string): Promise<void> {
  const said = page.getByText(count, { exact: true })
  while ((await said.count()) === 0) await page.getByRole('link', { name: 'Look again' }).click()
}

/** Nothing broken, nothing over the edge, nothing axe finds. The frame lets no script in, axe's neither. */
async function inspect(page: Page, complaints: readonly string[]): Promise<void> {
  assert.deepEqual(complaints, [])
  assert.deepEqual(await findings(new AxeBuilder({ page }).exclude('iframe')), [])
  const [reach, width] = await page.locator('html').evaluate((html) => [html.scrollWidth, html.clientWidth])
  assert.equal(reach, width, 'nothing reaches over the edge')
}

async function findings(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

/** A frame out of sight is not painted. */
async function showLetter(page: Page): Promise<void> {
  await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor()
  await page.locator('iframe').scrollIntoViewIfNeeded()
}

async function bookAs(contact: { name: string; phone: string; email?: string }): Promise<void> {
  const { page, context } = await booking.visit('/book/hudson-appliance-repair', { timezoneId: 'America/New_York' })
  await chooseService(page, 'Diagnostic visit')
  await pickTime(page, '')
  const [name, phone, email] = await page.getByRole('textbox').all()
  await name?.fill(contact.name)
  await phone?.fill(contact.phone)
  await email?.fill(contact.email ?? '')
  await book(page)
  await booked(page)
  await context.close()
}

test('E4: an empty mailbox says how to get a first message', async () => {
  const { page, context, complaints } = await look('/dev/mailbox')
  await page.getByText('Nobody has been told anything yet.').waitFor()
  await photograph(page, 'mailbox-empty')
  await inspect(page, complaints)
  await page.getByRole('link', { name: 'booking page', exact: true }).click()
  await page.getByRole('link', { name: /Hudson/ }).waitFor()
  await context.close()
})

test('E4: what somebody books arrives as HTML, text, calendar entry and source, for the client and for the provider', async () => {
  const { page, context, complaints } = await look('/dev/mailbox')
  await bookAs({ name: 'Alice Morgan', phone: '(212) 555-0187', email: 'alice@home.example' })
  await lookUntil(page, '2 messages')
  await page.getByText('technician@hudson.example').waitFor()
  const mine = page.getByRole('listitem').filter({ hasText: 'alice@home.example' })
  await mine.getByText('REQUEST 0').waitFor()
  await mine.getByRole('link', { name: /^Booked: Diagnostic visit/ }).click()

  const letter = page.frameLocator('iframe')
  await letter.getByRole('heading', { name: 'Your appointment is booked' }).waitFor()
  await context.route('**/reschedule?r=*', (route) => route.fulfill({ body: 'Another time?' }))
  const opened = context.waitForEvent('page')
  await letter.getByRole('link', { name: 'Change or cancel' }).click()
  await (await opened).getByText('Another time?').waitFor()
  await letter.getByRole('heading', { name: 'Your appointment is booked' }).waitFor()

  await page.getByRole('region', { name: 'The message as plain text' }).getByText('Service: Diagnostic visit').waitFor()
  const entry = page.getByRole('article')
  await entry.getByRole('heading', { name: 'Diagnostic visit – Hudson Appliance Repair' }).waitFor()
  for (const said of [
    'Monday, March 1, 2027, 8:00–8:30 AM',
    'alice@home.example',
    'REQUEST, sequence 0, status CONFIRMED',
  ]) {
    await entry.getByText(said).waitFor()
  }
  await page.getByText('invite.ics', { exact: true }).click()
  await page.getByRole('region', { name: 'The calendar entry' }).getByText('METHOD:REQUEST').waitFor()
  await page.getByText('Kept in the development mailbox.').waitFor()

  const download = async (name: string): Promise<Buffer> => {
    const started = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    return buffer(await (await started).createReadStream())
  }
  const mail = await readMail(await download('Download as .eml'))
  assert.deepEqual(
    [mail.to?.[0]?.address, mail.subject],
    ['alice@home.example', await page.locator('h1').textContent()],
  )
  const { method, events } = parseCalendar(String(await download('Download invite.ics')))
  assert.deepEqual([method, events[0]?.attendees[0]?.address], ['REQUEST', 'alice@home.example'])

  await page.getByRole('link', { name: 'all messages about it' }).click()
  await page.getByText('2 messages', { exact: true }).waitFor()
  assert.deepEqual(complaints, [])
  await context.close()
})

test('E4: an SMS arrives as a telephone shows it, with its length', async () => {
  const { page, context, complaints } = await look('/dev/mailbox?channel=SMS')
  await bookAs({ name: 'Ben Carter', phone: '(212) 555-0142' })
  await lookUntil(page, '1 message')
  await page.getByRole('link', { name: /^Hudson Appliance Repair: Your appointment is booked/ }).click()
  await page.getByText(/^\d+ characters; as an SMS \d parts? of GSM-7$/).waitFor()
  assert.equal(await page.locator('iframe').count(), 0)
  await photograph(page, 'mailbox-sms')
  await inspect(page, complaints)
  await context.close()
})

test('G4: without script, and by keyboard alone, messages are found and read', async () => {
  const { page, context } = await look('/dev/mailbox', { javaScriptEnabled: false })
  const focused = page.locator(':focus')
  await page.keyboard.press('Tab')
  assert.equal(await focused.textContent(), 'Skip to the content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('ALICE@')
  await page.keyboard.press('Enter')
  await page.getByText('1 message', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Show all' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /^Booked: Diagnostic visit/ }).waitFor()
  await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor()
  await context.close()
})

const screens = [
  { name: 'desk-light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'desk-dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone-light', colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const

for (const { name, ...screen } of screens) {
  test(`G4: on the screen ${name} the pages break no policy, and axe finds nothing`, async () => {
    const { page, context, complaints } = await look('/dev/mailbox', screen)
    await photograph(page, `mailbox-list-${name}`)
    await inspect(page, complaints)
    await page.getByRole('link', { name: /^Booked: Diagnostic visit/ }).click()
    await showLetter(page)
    await photograph(page, `mailbox-message-${name}`)
    await inspect(page, complaints)
    await page.goto(`${booking.origin}/dev/previews`)
    await photograph(page, `mailbox-previews-${name}`)
    await inspect(page, complaints)
    await context.close()
  })
}

/** Of whole pages; a letter is shown within one of the reader's. */
const pageRules = ['landmark-one-main', 'region']

for (const [language, kind] of [
  ['lt', 'appointment-booked.client'],
  ['en', 'appointment-moved.by-unit.client'],
  ['pt', 'appointment-cancelled.by-unit.client'],
] as const) {
  test(`E4, G4: a template in ${language} is previewed with all its parts, and axe finds nothing in its HTML`, async () => {
    const { page, context, complaints } = await look('/dev/previews')
    await page.locator(`a[href="/dev/previews/${kind}.${language}"]`).click()
    await showLetter(page)
    for (const part of ['HTML', 'Text', 'Calendar entry', 'SMS and messengers', 'Source']) {
      await page.getByRole('heading', { level: 2, name: part, exact: true }).waitFor()
    }
    await photograph(page, `preview-${language}`)
    await inspect(page, complaints)
    const html = await (await context.request.get(`${page.url()}/html`)).text()
    for (const colorScheme of ['light', 'dark'] as const) {
      const alone = await booking.browser.newContext({ colorScheme, viewport: { width: 360, height: 900 } })
      const letter = await alone.newPage()
      await letter.setContent(html)
      await photograph(letter, `letter-${language}-${colorScheme}`)
      assert.deepEqual(await findings(new AxeBuilder({ page: letter }).disableRules(pageRules)), [])
      await alone.close()
    }
    await context.close()
  })
}

const hostileText = `</title></script><script>top.document.title='taken'</script>"'><img src=/x onerror=alert(1)> \u202Etxet\u2066 {{x}} <%= 1 %>`
const endlessText = hostileText + 'Wolfeschlegel'.repeat(380)

const factsOf = (text: string): MessageFacts => ({
  ...bookedFacts,
  recipient: { ...bookedFacts.recipient, name: text },
  unit: { ...bookedFacts.unit, name: text, address: text, phone: text },
  appointment: {
    ...bookedFacts.appointment!,
    service: text,
    clientName: text,
    people: [text],
    rooms: [text],
    notes: text,
  },
})

test('E4, G4: whatever people are called, it is text in every view', async () => {
  const [unit] = await world.query<{ id: UnitId }>('select id from units limit 1')
  const entryOf = (uid: string) =>
    ({
      uid,
      method: 'REQUEST',
      sequence: 0,
      attendee: '"><script>alert(2)</script>@home.example',
      partstat: 'NEEDS-ACTION',
      dtstamp: 0,
      status: 'CONFIRMED',
    }) as const
  const sendAfter = Date.parse('2099-01-01T00:00:00Z')
  const ids = await writeMessages(world, unit!.id, [
    { facts: factsOf(hostileText), invitation: entryOf(hostileText), sendAfter },
    { facts: factsOf(endlessText), invitation: entryOf(endlessText), sendAfter },
    { facts: factsOf(endlessText), channel: 'SMS', address: endlessText, sendAfter },
  ])
  await world.query(
    `insert into notification_attempts (notification_id, attempt, worker, started_at, outcome, answer)
     values ($1, 1, '', now(), 'DELAYED', $2)`,
    [ids[0], endlessText],
  )
  const { page, context, complaints } = await look('/dev/mailbox', { viewport: { width: 360, height: 740 } })
  page.on('dialog', (dialog) => complaints.push(dialog.message()))
  const paths = ['', ...ids.map((id) => `/${id}`), `?to=${encodeURIComponent(endlessText)}`]
  for (const [i, path] of paths.entries()) {
    await page.goto(`${booking.origin}/dev/mailbox${path}`)
    if (await page.locator('iframe').count()) {
      await page.getByText('invite.ics', { exact: true }).click()
      await showLetter(page)
    }
    await photograph(page, `mailbox-hostile-${i}`)
    await inspect(page, complaints)
    assert.notEqual(await page.title(), 'taken')
    assert.ok((await page.locator('main').innerText()).includes(hostileText.slice(0, 30)) || path.startsWith('?'))
    assert.equal(await page.locator('img, script').count(), 0)
  }
  await page.goto(`${booking.origin}/dev/mailbox/${ids[0]}`)
  await page.getByRole('article').getByText(`alert(2)`).waitFor()
  await page.goto(`${booking.origin}/dev/mailbox/${ids[0]}/html`)
  await page.getByText(hostileText.slice(0, 30)).first().waitFor()
  assert.equal(await page.locator('img, script').count(), 0)
  assert.deepEqual(complaints, [])
  await context.close()
})

test('G4: even HTML that is hostile as a whole runs nothing, loads nothing, and leads nobody away, framed or alone', async () => {
  const { page, context } = await look('/dev/mailbox')
  const taken = new Set<string>()
  const keep = (url: string, end: string) => url.includes('/taken') && taken.add(`${new URL(url).pathname} ${end}`)
  context.on('requestfinished', (request) => keep(request.url(), 'answered'))
  context.on('requestfailed', (request) => keep(request.url(), request.failure()?.errorText ?? ''))
  const hostile = `<!doctype html><html><head><meta http-equiv="refresh" content="0;url=/taken-by-refresh"><script>top.document.title = 'taken'; document.title = 'taken'</script>
<link rel="stylesheet" href="/taken.css"></head><body onload="document.title='taken'"><h1>Hostile</h1><img src="/taken.png"><iframe src="/taken"></iframe>
<form action="/taken-by-form" method="post" id="f"><button>Send</button></form><a href="/taken-by-link" target="_top">Top</a><svg onload="document.title='taken'"></svg></body></html>`
  // The answer's own headers stay: they are what is tried.
  await context.route('**/html', async (route) => route.fulfill({ response: await route.fetch(), body: hostile }))
  await page.getByRole('link', { name: /^Booked: Diagnostic visit/ }).click()
  const url = page.url()
  const letter = page.frameLocator('iframe')
  await letter.getByRole('heading', { name: 'Hostile' }).waitFor()
  await letter.getByRole('link', { name: 'Top' }).click()
  await letter.getByRole('button', { name: 'Send' }).click()
  await letter.getByRole('heading', { name: 'Hostile' }).waitFor()
  assert.equal(page.url(), url)
  assert.notEqual(await page.title(), 'taken')
  await page.goto(`${url}/html`)
  await page.getByRole('heading', { name: 'Hostile' }).waitFor()
  await page.getByRole('button', { name: 'Send' }).click()
  assert.notEqual(await page.title(), 'taken')
  assert.deepEqual([...taken].sort(), ['/taken.css csp', '/taken.png csp'])
  await context.close()
})
