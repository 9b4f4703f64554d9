import { mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { system } from '../../src/features/identity/actor.ts'
import { createDemo } from '../../src/features/units/create-demo.ts'
import { actingAs, openWorld, type World } from '../world.ts'

/** A Holdfast that listens, with the demo units, and a browser to visit it. */
export type Booking = {
  readonly world: World
  readonly origin: string
  readonly browser: Browser
  /** A visitor of their own; `complaints` are what the page broke: policies, scripts, requests that failed. */
  visit: (path: string, options?: BrowserContextOptions) => Promise<Visit>
  close: () => Promise<void>
}

export type Visit = { page: Page; context: BrowserContext; complaints: string[] }

/** A Monday morning in winter: shops are open all week, and no change of clocks is near. */
export const monday = '2027-03-01T07:00:00Z'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const screenshots = process.env.HOLDFAST_SCREENSHOTS ?? join(tmpdir(), `holdfast-screenshots-${userInfo().username}`)

/** Opens it all; the clock of the database and of every browser begins at `now`. Close it in `after`. */
export async function openBooking(now: string = monday): Promise<Booking> {
  const world = await openWorld()
  world.setClock(now)
  await createDemo(actingAs(world, system))
  const origin = await world.server.listen({ host: '127.0.0.1', port: 0 })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: flags,
  })
  return {
    world,
    origin,
    browser,
    visit: async (path, options) => {
      const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Vilnius', ...options })
      context.setDefaultTimeout(15_000)
      await context.clock.install({ time: now })
      const page = await context.newPage()
      const complaints = listen(page)
      await page.goto(origin + path)
      return { page, context, complaints }
    },
    close: async () => {
      await browser.close()
      await world.close()
    },
  }
}

/** Collects what a page that is in order never has. Refusals (4xx) are answers, not faults. */
export function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    const isAnswer = /status of (400|404|409|410|412|422|429|503)/.test(message.text())
    if (!isAnswer && ['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('response', (response) => {
    if (response.status() === 500) complaints.push(`500 ${response.url()}`)
  })
  return complaints
}

/** Kept for people to look at: HOLDFAST_SCREENSHOTS, or a folder of the user in the temporary one. */
export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true, animations: 'disabled' })
}

/** From a unit's page to its first free times. */
export async function chooseService(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name }).click()
  await timesOf(page).first().waitFor()
}

export const timesOf = (page: Page) => page.getByRole('toolbar').getByRole('button')

/** Picks a time and waits until it is held. */
export async function pickTime(page: Page, name: string): Promise<void> {
  await timesOf(page).filter({ hasText: name }).first().click()
  await page.getByRole('timer').waitFor()
}

export async function fillContact(page: Page, contact: { name: string; phone: string; note?: string }): Promise<void> {
  await page.locator('form').waitFor()
  const [name, phone, , note] = await page.getByRole('textbox').all()
  await name?.fill(contact.name)
  await phone?.fill(contact.phone)
  if (contact.note) await note?.fill(contact.note)
}

export const book = (page: Page) => page.getByRole('button', { name: 'Book', exact: true }).click()
export const booked = (page: Page) => page.getByRole('heading', { name: 'Your appointment is booked' }).waitFor()
