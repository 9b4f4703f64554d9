import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { linkToken } from '../../src/features/calendars/address-token.ts'
import { mintLinks } from '../../src/features/calendars/mint-links.ts'
import type { AppointmentId, ServiceId } from '../../src/lib/ids.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { readCalendar } from '../read-calendar.ts'
import { openWorld, type World } from '../world.ts'

const today = '2027-03-01T08:00:00Z'

describe('the page behind an appointment’s link', () => {
  let world: World
  let clinic: Clinic
  let staff: Record<string, string>

  before(async () => {
    world = await openWorld()
    world.setClock(today)
    clinic = await openClinic(world, {
      slug: 'old-town',
      rooms: 1,
      service: { noticeToMoveMinutes: 720, noticeToCancelMinutes: 2880 },
    })
    staff = { ...(await employ(world, clinic.unitId, 'STAFF')).headers, 'if-match': '*' }
    await world.query('update units set address = $2, phone = $3, email = $4 where id = $1', [
      clinic.unitId,
      'Pilies g. 1, Vilnius',
      '+37060000000',
      'desk@clinic.example',
    ])
  })
  afterEach(() => world.setClock(today))
  after(() => world.close())

  let booked = 0
  const book = async (more: Record<string, unknown> = {}, as: Record<string, string> = {}) => {
    booked++
    const start = Temporal.Instant.from('2027-03-04T06:00:00Z').add({ hours: booked }).toString()
    const { status, body } = await world.call(
      'POST',
      '/api/v1/appointments',
      {
        unitId: clinic.unitId,
        serviceId: clinic.serviceId,
        start,
        durationMinutes: 60,
        client: { name: 'Ona Petraitė', phone: `+3706120${3000 + booked}` },
        notes: 'Allergic to latex',
        ...more,
      },
      as,
    )
    assert.equal(status, 201, JSON.stringify(body))
    const subjectId = body.id as AppointmentId
    const secret = world.config.AUTH_SECRET
    await world.ctx.transaction(async (tx) =>
      mintLinks(tx, secret, [{ unitId: clinic.unitId, purpose: 'APPOINTMENT', subjectId }]),
    )
    return { ...body, token: linkToken(secret, 'APPOINTMENT', subjectId, 1) } as {
      id: string
      clientId: string
      token: string
    }
  }
  const show = (token: string, more = '', headers: Record<string, string> = {}) =>
    world.call('GET', `/reschedule?r=${token}${more}`, undefined, headers)
  const subscribe = async (fields: Record<string, string>) => {
    const { statusCode, headers, body } = await world.server.inject({
      method: 'POST',
      url: '/calendar/subscribe',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    })
    return { status: statusCode, headers, body }
  }
  /** What a reader sees of it. */
  const textOf = (page: unknown) =>
    String(page)
      .replace(/^.*<main>|<\/main>.*$/gs, '')
      .replace(/<[^>]+>/g, '|')
      .replace(/\|+/g, '|')
  const headingOf = (page: unknown) => /<h2[^>]*>.*?<\/svg>([^<]*)<\/h2>/s.exec(String(page))?.[1]
  const hasForm = (page: unknown) => /<form method="post"/.test(String(page))
  const state = async () =>
    JSON.stringify([
      await world.events(),
      await world.query('select * from links order by id'),
      await world.query('select * from appointments order by id'),
      await world.query('select * from clients order by id'),
    ])

  it('D11: it shows what, when, with whom, where and how it stands, and nothing the client did not need to be told', async () => {
    const { token } = await book()
    const { status, body } = await show(token)
    assert.equal(status, 200)
    assert.equal(headingOf(body), 'Your appointment is confirmed')
    assert.match(
      textOf(body),
      /\|When\|Thursday 4 March 2027, \|09:00–10:00\|Service\|Visit, 60 min\|With\|Person 1\|Where\|Clinic old-town\|, \|Pilies g\. 1, Vilnius\|, \|Room 1\|/,
    )
    assert.match(textOf(body), /Please get in touch with Clinic old-town\./)
    assert.match(body, /<a href="tel:\+37060000000">/)
    assert.match(body, /<a href="mailto:desk@clinic\.example">/)
    assert.match(body, new RegExp(`href="/calendar/appointments/${token}\\.ics"`))
    assert.match(body, /href="https:\/\/calendar\.google\.com\/calendar\/render\?action=TEMPLATE&amp;text=Visit/)
    assert.match(body, /href="\/book\/old-town\?lang=en"/)
    for (const hidden of ['latex', 'Petrait', '+3706120']) assert.ok(!body.includes(hidden), hidden)
    assert.equal((await world.call('GET', `/calendar/appointments/${token}.ics`)).status, 200)
  })

  it('C6: the page is kept by nobody, found by nobody, in nobody’s frame, and no page it leads to learns where it is', async () => {
    const { token } = await book()
    const pages = [await show(token), await show('unknown'), await subscribe({ r: token })]
    assert.deepEqual(
      pages.map(({ status }) => status),
      [200, 404, 200],
    )
    for (const { headers, body } of pages) {
      assert.equal(headers['cache-control'], 'no-store')
      assert.equal(headers['referrer-policy'], 'no-referrer')
      assert.equal(headers['x-robots-tag'], 'noindex')
      assert.equal(headers['set-cookie'], undefined)
      assert.equal(
        headers['content-security-policy'],
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'",
      )
      assert.doesNotMatch(String(body), /<style|\sstyle=|\son\w+=|<script/)
    }
  })

  it('C6: whoever only looks, a mail scanner with GET or HEAD, changes nothing and learns of no further secret', async () => {
    const { token, clientId } = await book()
    const before = await state()
    for (const path of [`/reschedule?r=${token}`, `/calendar/appointments/${token}.ics`, '/calendar/subscribe']) {
      for (const method of ['GET', 'HEAD'] as const) await world.server.inject({ method, url: `${path}` })
    }
    const head = await world.server.inject({ method: 'HEAD', url: `/reschedule?r=${token}` })
    assert.deepEqual([head.statusCode, head.body], [200, ''])
    assert.equal(await state(), before)
    const secret = linkToken(world.config.AUTH_SECRET, 'CLIENT_FEED', clientId, 1)
    assert.ok(!(await show(token)).body.includes(secret))
  })

  it('D11: the notice of the service is told: move and cancel apart where they differ, together where not, and none where none', async () => {
    const { token } = await book()
    const noticeOf = async (move: number, cancel: number) => {
      await world.query(
        'update services set notice_to_move_minutes = $2, notice_to_cancel_minutes = $3 where id = $1',
        [clinic.serviceId, move, cancel],
      )
      await world.query('update units set catalogue_version = catalogue_version + 1 where id = $1', [clinic.unitId])
      return /Clinic old-town\. ?([^|]*)\|/.exec(textOf((await show(token)).body))?.[1]
    }
    assert.equal(
      await noticeOf(720, 2880),
      'The time can be changed until 12 hours before the start. It can be cancelled until 2 days before the start.',
    )
    assert.equal(await noticeOf(1440, 1440), 'At least 24 hours before the start, please.')
    assert.equal(await noticeOf(0, 90), 'It can be cancelled until 90 minutes before the start.')
    assert.equal(await noticeOf(60, 0), 'The time can be changed until 1 hour before the start.')
    assert.equal(await noticeOf(0, 0), '')
  })

  it('D12: times are those of the reader’s clocks; the place’s stand beside them where they differ', async () => {
    const same = await book({ client: { name: 'Ona', phone: '+37061288001', timeZone: 'Europe/Riga' } })
    assert.doesNotMatch(textOf((await show(same.token)).body), /time\|/)
    const away = await book({
      start: '2027-03-16T15:00:00Z',
      client: { name: 'Ana', phone: '+37061288002', timeZone: 'America/New_York' },
    })
    assert.match(
      textOf((await show(away.token)).body),
      /Tuesday, March 16, 2027, \|11:00[^|]*New York time\| \|5:00[^|]*Vilnius time\|/,
    )
    const twice = await book({ start: '2027-10-31T00:30:00Z' })
    assert.match(textOf((await show(twice.token)).body), /Sunday 31 October 2027, \|03:30.*UTC\+3/)
  })

  it('G4: it speaks the client’s language, another when asked, and the visitor’s when none is known', async () => {
    const known = await book({ client: { name: 'Ona', phone: '+37061288003', locale: 'lt' } })
    const lang = async (token: string, more?: string, headers?: Record<string, string>) =>
      /<html lang="(\w+)">/.exec((await show(token, more, headers)).body)?.[1]
    const accepts = { 'accept-language': 'pt-PT' }
    assert.equal(await lang(known.token, '', accepts), 'lt')
    assert.equal(await lang(known.token, '&lang=en', accepts), 'en')
    const unknown = await book()
    assert.equal(await lang(unknown.token, '', accepts), 'pt')
    assert.equal(await lang(unknown.token, '&lang=xx'), 'en')
    assert.equal(await lang('nonsense', '', accepts), 'pt')
    const page = await show(known.token)
    assert.match(page.body, new RegExp(`href="/reschedule\\?r=${known.token}&amp;lang=pt" hreflang="pt"`))
    assert.equal(headingOf(page.body), 'Jūsų vizitas patvirtintas')
  })

  it('D11: it says how the appointment stands, whatever has become of it, and offers a calendar only for what is ahead', async () => {
    const ahead = (page: string) => [page.includes('.ics"'), page.includes('calendar.google'), hasForm(page)]
    const seen = async (token: string) => {
      const { status, body } = await show(token)
      assert.equal(status, 200)
      return [headingOf(body), ...ahead(body)]
    }
    const { id, token } = await book({ start: '2027-03-02T09:00:00Z' })
    world.setClock('2027-03-02T09:59:59Z')
    assert.deepEqual(await seen(token), ['Your appointment is confirmed', true, true, true])
    world.setClock('2027-03-02T10:00:00Z')
    assert.deepEqual(await seen(token), ['This appointment is over', false, false, false])
    assert.equal((await world.call('POST', `/api/v1/appointments/${id}/complete`, undefined, staff)).status, 200)
    world.setClock(today)
    assert.deepEqual(await seen(token), ['This appointment is over', false, false, false])
    const other = await book()
    assert.equal((await world.call('POST', `/api/v1/appointments/${other.id}/cancel`, {}, staff)).status, 200)
    assert.deepEqual(await seen(other.token), ['This appointment is cancelled', false, false, false])
  })

  it('D11: a request waits, and is told as declined when it was, or when its deadline has passed', async () => {
    const { headers } = await employ(world, clinic.unitId, 'ADMIN')
    const made = await world.call(
      'POST',
      `/api/v1/units/${clinic.unitId}/services`,
      {
        slug: 'asked',
        name: 'Asked',
        durations: [60],
        needsApproval: true,
        approvalWithinMinutes: 60,
        roles: [{ role: 'provider', resourceIds: clinic.resourceIds.slice(0, 1) }],
      },
      headers,
    )
    const serviceId = made.body.id as ServiceId
    const { token } = await book({ serviceId })
    const declined = await book({ serviceId })
    assert.equal(headingOf((await show(token)).body), 'Your request is waiting for an answer')
    assert.equal((await world.call('POST', `/api/v1/appointments/${declined.id}/decline`, {}, staff)).status, 200)
    assert.equal(headingOf((await show(declined.token)).body), 'Your request could not be accepted')
    world.setClock('2027-03-01T09:00:00Z')
    assert.equal(headingOf((await show(token)).body), 'Your request could not be accepted')
  })

  it('D11: a link that leads nowhere is a page that says what to do; one that a mail program lengthened works', async () => {
    const { token } = await book()
    for (const r of ['', 'x', 'A'.repeat(32), `${token.slice(0, 31)}`, '%00', `<script>${token}`]) {
      const { status, headers, body } = await show(r)
      assert.deepEqual([status, headers['content-type']], [404, 'text/html; charset=utf-8'], r)
      assert.match(textOf(body), /Please open the link in the latest message/)
      assert.match(body, /href="\/book\?lang=en"/)
      assert.ok(!body.includes('<script'))
    }
    assert.equal((await world.call('GET', '/reschedule')).status, 404)
    assert.equal((await world.call('GET', `/reschedule?r=${token}&r=${token}`)).status, 404)
    for (const tail of ['.', ')', '%3E', '%20']) assert.equal((await show(token + tail)).status, 200, tail)
  })

  it('D11: the form answers with the address of all the client’s appointments, and again with the same', async () => {
    const first = await book({ client: { name: 'Ona', phone: '+37061288010' } })
    const second = await book({ client: { name: 'Ona', phone: '+37061288010' } })
    assert.ok(hasForm((await show(first.token)).body))
    const { status, body } = await subscribe({ r: first.token, lang: 'lt' })
    assert.equal(status, 200)
    assert.match(body, /<html lang="lt">/)
    const url = /value="(http[^"]*)"/.exec(body)?.[1] ?? ''
    assert.ok(body.includes(`href="${url.replace('http:', 'webcal:')}"`))
    assert.ok(body.includes(`cid=${encodeURIComponent(url.replace('http:', 'webcal:'))}`))
    assert.match(body, new RegExp(`href="/reschedule\\?r=${first.token}&amp;lang=lt"`))
    const feed = await world.call('GET', new URL(url).pathname)
    assert.deepEqual(
      readCalendar(feed.body).entries.map(({ uid }) => uid.slice(0, 36)),
      [first.id, second.id],
    )
    assert.ok((await subscribe({ r: second.token })).body.includes(url))
    const told = (await world.events()).filter(({ data }) => data.subjectId === first.clientId)
    assert.deepEqual(
      told.map(({ type, actor, channel }) => [type, actor.kind, channel]),
      [['feed.opened', 'anonymous', 'web']],
    )
  })

  it('D11: whoever books with somebody’s phone number and their own e-mail address is not shown the other’s appointments', async () => {
    const victim = { name: 'Ona', phone: '+37061288020' }
    const known = await book({ client: { ...victim, email: 'Ona@home.example' } }, staff)
    const stranger = await book({ client: { ...victim, email: 'thief@away.example' } })
    assert.equal(stranger.clientId, known.clientId)
    assert.equal(hasForm((await show(stranger.token)).body), false)
    const refused = await subscribe({ r: stranger.token })
    assert.deepEqual([refused.status, refused.body.includes('/calendar/feeds/')], [404, false])
    assert.deepEqual(await world.query('select 1 from links where subject_id = $1', [known.clientId]), [])
    const own = await book({ client: { ...victim, email: 'ona@HOME.example' } })
    for (const { token } of [known, own]) {
      assert.ok(hasForm((await show(token)).body))
      assert.equal((await subscribe({ r: token })).status, 200)
    }
  })

  it('D11: the form takes a link and nothing else', async () => {
    const { token } = await book()
    for (const fields of [{}, { r: 'x' }, { r: `A${token.slice(1)}` }, { token }]) {
      assert.equal((await subscribe(fields as Record<string, string>)).status, 404)
    }
    const post = (type: string, payload: string) =>
      world.server.inject({ method: 'POST', url: '/calendar/subscribe', headers: { 'content-type': type }, payload })
    assert.equal((await post('text/plain', `r=${token}`)).statusCode, 415)
    assert.equal((await post('application/x-www-form-urlencoded', `r=${'x'.repeat(5000)}`)).statusCode, 413)
    // The parser for forms is this address's alone.
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    assert.equal((await world.call('POST', '/api/v1/slots/lock', 'unitId=x', headers)).status, 415)
  })

  it('D11: whatever anybody is called, it stays text', async () => {
    const { token } = await book()
    const evil = `"><script>alert(1)</script>'&amp; $& \u202E`
    await world.query('update services set name = $2 where id = $1', [clinic.serviceId, evil])
    await world.query('update resources set name = $2 where unit_id = $1', [clinic.unitId, evil])
    await world.query(
      'update units set name = $2, address = $2, catalogue_version = catalogue_version + 1 where id = $1',
      [clinic.unitId, evil],
    )
    for (const body of [(await show(token)).body, (await subscribe({ r: token })).body]) {
      assert.ok(!body.includes('<script'))
      assert.match(body, /<bdi>&quot;&gt;&lt;script&gt;/)
    }
  })

  it('G3: when the database fails the page says that it is our fault, and when to come back', async () => {
    const { token } = await book()
    await world.query('alter table links rename to links_elsewhere')
    try {
      const { status, headers, body } = await show(token, '&lang=lt')
      assert.deepEqual([status, headers['cache-control']], [503, 'no-store'])
      assert.ok(headers['retry-after'])
      assert.match(body, /Šiuo metu negalime parodyti šio puslapio/)
      assert.match(body, new RegExp(`href="/reschedule\\?r=${token}&amp;lang=lt">Bandyti`))
    } finally {
      await world.query('alter table links_elsewhere rename to links')
    }
  })

  it('C6: whoever tries link after link is told to slow down', async () => {
    const strict = await openWorld({ RATE_LIMIT_FACTOR: '0.01' })
    try {
      for (const path of ['/reschedule?r=x', '/calendar/appointments/x.ics', '/calendar/feeds/x.ics']) {
        for (let i = 0; i < 3; i++) await strict.call('GET', path)
        assert.equal((await strict.call('GET', path)).status, 429, path)
      }
    } finally {
      await strict.close()
    }
  })
})
