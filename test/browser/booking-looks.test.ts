import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import {
  book,
  booked,
  chooseService,
  fillContact,
  openBooking,
  photograph,
  pickTime,
  timesOf,
} from './booking-visit.ts'

const booking = await openBooking()
after(() => booking.close())

type Look = (page: Page, step: string) => Promise<void>

/** Goes everywhere on the page, and looks at each place. */
async function walk(page: Page, look: Look): Promise<void> {
  await page.getByRole('link', { name: 'Plombavimas' }).waitFor()
  await look(page, '1-service')
  await chooseService(page, 'Plombavimas')
  await look(page, '2-time')
  await page.getByRole('button', { name: 'Change time zone' }).click()
  await page.getByRole('combobox', { name: 'Find a time zone' }).waitFor()
  await look(page, '3-zones')
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Later days' }).click()
  await page.getByRole('heading', { name: 'Monday 8 March' }).waitFor()
  await pickTime(page, '1')
  await book(page)
  await page.getByText('Please tell us your name.').waitFor()
  await look(page, '4-details')
  await page.goBack()
  await timesOf(page).getByText('Held for you').waitFor()
  await look(page, '5-held')
  await page.goForward()
  await fillContact(page, { name: 'Ona Petraitė', phone: '+370 612 34567' })
  await page.clock.fastForward('05:01')
  await page.getByText('Your time is no longer held').first().waitFor()
  await look(page, '6-ended')
  await page.getByRole('button', { name: 'Hold the same time again' }).click()
  await page.getByRole('timer').waitFor()
  await book(page)
  await booked(page)
  await look(page, '7-done')
  await page.getByRole('button', { name: 'Cancel appointment' }).click()
  await look(page, '8-cancel')
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await page.getByRole('heading', { name: 'This appointment is cancelled' }).waitFor()
}

const unit = '/book/senamiescio-odontologija'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    test(`G4: axe finds nothing on a ${colorScheme} screen ${width} wide, from the first step to the last`, async () => {
      // axe is a script from outside: the policy is lifted here, and kept in every other test.
      const { page, context } = await booking.visit(unit, {
        colorScheme,
        bypassCSP: true,
        reducedMotion: 'reduce',
        viewport: { width, height: 800 },
      })
      await walk(page, async (_, step) => {
        await photograph(page, `${colorScheme}-${width}-${step}`)
        const { violations } = await new AxeBuilder({ page }).analyze()
        const found = violations.map(
          ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.html).join(' ')}`,
        )
        assert.deepEqual(found, [], step)
      })
      await context.close()
    })
  }
}

for (const { width, zoom } of [
  { width: 320, zoom: 1 },
  { width: 390, zoom: 1 },
  { width: 640, zoom: 2 },
]) {
  test(`G4: on a screen ${width} wide at ${zoom * 100} % nothing reaches over the edge, a thumb hits everything, no policy is broken`, async () => {
    const { page, context, complaints } = await booking.visit(unit, {
      viewport: { width: width / zoom, height: 720 / zoom },
      deviceScaleFactor: zoom,
      hasTouch: true,
      isMobile: zoom === 1,
    })
    await walk(page, async (_, step) => {
      if (width === 320) await photograph(page, `narrow-${step}`)
      const reach = await page.evaluate<number>('document.documentElement.scrollWidth')
      assert.ok(reach <= width / zoom, `${step} is ${reach} wide`)
      assert.deepEqual(await page.evaluate<string[]>(tooSmall), [], step)
    })
    assert.deepEqual(complaints, [])
    await context.close()
  })
}

/** Controls below 44 × 44 px; words that are links within a sentence are exempt (WCAG 2.5.5). */
const tooSmall = `[...document.querySelectorAll('button, input, select, textarea, a.button, a.choice, .steps a, [role=option]')]
  .filter((element) => element.checkVisibility())
  .map((element) => {
    const word = element.closest('.step') ?? element
    const { width, height } = word.getBoundingClientRect()
    return { element, width, height: word === element ? height : height + 16 }
  })
  .filter(({ width, height }) => width < 43.5 || height < 43.5)
  .map(({ element, width, height }) => element.outerHTML.slice(0, 80) + ' ' + width + 'x' + height)`

test('G4: the list of units and the page of an unknown one are as accessible, without any script', async () => {
  for (const path of ['/book', '/book/no-such-place']) {
    const { page, context, complaints } = await booking.visit(path, { viewport: { width: 320, height: 600 } })
    assert.deepEqual(complaints, [])
    const { violations } = await new AxeBuilder({ page }).analyze()
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    )
    assert.equal(await page.evaluate<number>('document.documentElement.scrollWidth'), 320)
    assert.equal(await page.locator('script').count(), 0)
    await context.close()
  }
})

test('G4: who wants no motion gets none, and a page without script says what to do', async () => {
  const { page, context } = await booking.visit(unit, { reducedMotion: 'reduce' })
  await page.getByRole('link', { name: 'Plombavimas' }).waitFor()
  const durations = await page.evaluate<string[]>(
    `[...document.querySelectorAll('*')].map((each) => getComputedStyle(each).transitionDuration + getComputedStyle(each).animationName)`,
  )
  assert.deepEqual([...new Set(durations)], ['0snone'])
  await context.close()

  const scriptless = await booking.visit(unit, { javaScriptEnabled: false })
  assert.match(await scriptless.page.locator('body').innerText(), /Booking online needs JavaScript\./)
  await scriptless.context.close()
})
