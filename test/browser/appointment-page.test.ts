import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { linkToken } from '../../src/features/calendars/address-token.ts'
import { mintLinks } from '../../src/features/calendars/mint-links.ts'
import { showUnit } from '../../src/features/units/show-unit.ts'
import type { AppointmentId } from '../../src/lib/ids.ts'
import { employ } from '../clinic.ts'
import { readCalendar } from '../read-calendar.ts'
import { type Booking, openBooking, photograph } from './booking-visit.ts'

let booking: Booking
let paths: { confirmed: string; away: string; requested: string; cancelled: string; over: string; unknown: string }

before(async () => {
  booking = await openBooking()
  const { world } = booking
  const unit = await showUnit(world.ctx, { slug: 'senamiescio-odontologija' })
  const { headers } = await employ(world, unit.id, 'STAFF')
  const staff = { ...headers, 'if-match': '*' }
  await world.query(`update units set phone = '+37060000000' where id = $1`, [unit.id])
  const { body: services } = await world.call('GET', `/api/v1/units/${unit.id}/services`)
  const service = services.items.find(({ slug }: { slug: string }) => slug === 'plombavimas')

  let made = 0
  const book = async (start: string, more: Record<string, unknown> = {}) => {
    made++
    const { status, body } = await world.call(
      'POST',
      '/api/v1/appointments',
      {
        unitId: unit.id,
        serviceId: service.id,
        start,
        client: { name: 'Ona', phone: `+3706129900${made}`, locale: 'en', ...more },
      },
      staff,
    )
    assert.equal(status, 201, JSON.stringify(body))
    const subjectId = body.id as AppointmentId
    const secret = world.config.AUTH_SECRET
    await world.ctx.transaction(async (tx) =>
      mintLinks(tx, secret, [{ unitId: unit.id, purpose: 'APPOINTMENT', subjectId }]),
    )
    return { id: body.id as string, path: `/reschedule?r=${linkToken(secret, 'APPOINTMENT', subjectId, 1)}` }
  }
  const confirmed = await book('2027-03-02T09:00:00Z')
  const away = await book('2027-03-04T13:00:00Z', { locale: 'pt', timeZone: 'America/Sao_Paulo' })
  const over = await book('2027-03-05T09:00:00Z')
  const cancelled = await book('2027-03-02T13:00:00Z')
  await world.call('POST', `/api/v1/appointments/${cancelled.id}/cancel`, {}, staff)
  const requested = await book('2027-03-03T09:00:00Z', { locale: 'lt' })
  await world.query(
    `update appointments set status = 'PENDING_APPROVAL', approval_deadline_at = '2027-03-02T09:00:00Z' where id = $1`,
    [requested.id],
  )
  await world.query(`update appointments set status = 'COMPLETED' where id = $1`, [over.id])
  paths = {
    confirmed: confirmed.path,
    away: away.path,
    requested: requested.path,
    cancelled: cancelled.path,
    over: over.path,
    unknown: '/reschedule?r=nothing',
  }
})
after(() => booking.close())

type Look = (page: Page, step: string) => Promise<void>

/** Looks at the page in every state, and at the answer to its form. */
async function walk(options: BrowserContextOptions, look: Look): Promise<string[]> {
  const heard: string[] = []
  for (const [state, path] of Object.entries(paths)) {
    const { page, context, complaints } = await booking.visit(path, options)
    await look(page, state)
    if (state === 'confirmed') {
      await page.getByRole('button', { name: 'Subscribe to all my appointments' }).click()
      await page.getByRole('heading', { level: 2, name: 'All your appointments in your calendar' }).waitFor()
      await look(page, 'subscribed')
    }
    heard.push(...complaints)
    await context.close()
  }
  return heard
}

const sidewaysReach = 'document.documentElement.scrollWidth'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    test(`G4: axe finds nothing on the page of an appointment on a ${colorScheme} screen ${width} wide`, async () => {
      // axe is a script from outside: the policy is lifted here, and kept in every other test.
      const options = { colorScheme, bypassCSP: true, viewport: { width, height: 800 } }
      await walk(options, async (page, step) => {
        await photograph(page, `appointment-${colorScheme}-${width}-${step}`)
        const { violations } = await new AxeBuilder({ page }).analyze()
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
        assert.deepEqual(found, [], step)
        assert.ok((await page.evaluate<number>(sidewaysReach)) <= width, step)
      })
    })
  }
}

test('G4: on a telephone no policy is broken, there is no script, and a thumb hits every button', async () => {
  const options = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }
  const complaints = await walk(options, async (page, step) => {
    assert.equal(await page.locator('script').count(), 0)
    assert.ok((await page.evaluate<number>(sidewaysReach)) <= 320, step)
    const tooSmall = await page.evaluate<string[]>(
      `[...document.querySelectorAll('button, a.button, input:not([type=hidden])')]
        .filter((element) => element.getBoundingClientRect().height < 43.5).map((element) => element.outerHTML)`,
    )
    assert.deepEqual(tooSmall, [], step)
  })
  assert.deepEqual(complaints, [])
})

test('D11: with the keyboard alone somebody downloads the entry, and gets the address of all their appointments', async () => {
  const { page, context } = await booking.visit(paths.confirmed, { acceptDownloads: true })
  const tabTo = async (name: string) => {
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate<string>('document.activeElement.textContent')) === name) return
    }
    assert.fail(`${name} cannot be reached`)
  }
  await tabTo('Add to calendar')
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  assert.equal(download.suggestedFilename(), 'senamiescio-odontologija-2027-03-02.ics')
  await tabTo('Subscribe to all my appointments')
  await page.keyboard.press('Enter')
  const address = await page.getByLabel('For any other program, copy this address').inputValue()
  const feed = await booking.world.call('GET', new URL(address).pathname)
  assert.equal(readCalendar(feed.body).entries.length, 1)
  await page.getByRole('link', { name: 'Back to the appointment' }).click()
  await page.getByRole('heading', { name: 'Your appointment is confirmed' }).waitFor()
  await context.close()
})

test('G4: the choice of language leads to the same appointment in that language', async () => {
  const { page, context, complaints } = await booking.visit(paths.confirmed)
  await page.getByRole('link', { name: 'Lietuvių' }).click()
  await page.getByRole('heading', { name: 'Jūsų vizitas patvirtintas' }).waitFor()
  await page.getByRole('button', { name: 'Prenumeruoti visus savo vizitus' }).click()
  await page.getByRole('heading', { level: 2, name: 'Visi jūsų vizitai kalendoriuje' }).waitFor()
  await page.getByRole('link', { name: 'Português' }).click()
  await page.getByRole('heading', { name: 'A sua marcação está confirmada' }).waitFor()
  assert.deepEqual(complaints, [])
  await context.close()
})
