import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import fastify from 'fastify'
import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'
import { serveDocs } from '../../src/platform/http/docs-page.ts'
import { allEndpoints, describeApi } from '../../src/routes.ts'

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const server = fastify()
let browser: Browser
let origin: string

before(async () => {
  serveDocs(server, allEndpoints, describeApi('1', '/'))
  origin = await server.listen({ host: '127.0.0.1', port: 0 })
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: flags })
})

after(async () => {
  await browser.close()
  await server.close()
})

const screens = [
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 1200 },
] as const

for (const path of ['/docs', '/docs/problems']) {
  for (const { colorScheme, width } of screens) {
    test(`G4: ${path} on a ${colorScheme} screen ${width} wide breaks no policy, and axe finds nothing`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      page.on('response', (response) => {
        if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
      })
      await page.goto(origin + path)
      assert.deepEqual(complaints, [])
      await page.locator('article:first-of-type details').evaluateAll((folds) => {
        for (const fold of folds) fold.setAttribute('open', '')
      })
      const { violations } = await new AxeBuilder({ page }).analyze()
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        [],
      )
      const reach = await page.locator('html').evaluate((html) => html.scrollWidth)
      assert.equal(reach, width, 'nothing reaches over the edge')
      await context.close()
    })
  }
}

test('G4: the contents of the documentation lead to an endpoint by keyboard', async () => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } })
  await page.goto(`${origin}/docs`)
  await page.keyboard.press('Tab')
  assert.equal(await page.locator(':focus').textContent(), 'Skip to the content')
  const id = allEndpoints.at(-1)!.id
  await page.locator(`nav a[href="#${id}"]`).focus()
  await page.keyboard.press('Enter')
  await page.locator(`article[id="${id}"]`).waitFor()
  assert.equal(new URL(page.url()).hash, `#${id}`)
  await page.close()
})
