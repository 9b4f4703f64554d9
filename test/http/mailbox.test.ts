import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { channelNames } from '../../src/features/notifications/channels/channel.ts'
import { openEmail } from '../../src/features/notifications/channels/email.ts'
import { listPreviews } from '../../src/features/notifications/preview.ts'
import { startOutbox } from '../../src/features/notifications/start-outbox.ts'
import { parseCalendar } from '../../src/lib/ical/parse-calendar.ts'
import { type Clinic, openClinic } from '../clinic.ts'
import { openMailServer, readMail } from '../mail-server.ts'
import { type Answer, callOn, openWorld, type World } from '../world.ts'
import { bookedFacts, invitation, writeMessages } from '../written-messages.ts'

describe('the development mailbox', () => {
  let world: World
  let clinic: Clinic
  let id: string
  before(async () => {
    world = await openWorld()
    clinic = await openClinic(world)
    const written = await writeMessages(world, clinic.unitId, [{ invitation }])
    id = written[0]!
  })
  after(() => world.close())

  const get = (path: string, headers: Record<string, string> = {}, from?: string): Promise<Answer> =>
    callOn(world.server, 'GET', path, undefined, headers, from)
  it('E4: an address that leads to no message is a page that says so', async () => {
    const other = id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    for (const path of [other, 'nonsense', '%00', '..%2f..', `${other}/raw`, `${other}/html`]) {
      const { status, body } = await get(`/dev/mailbox/${path}`)
      assert.equal(status, 404, path)
      assert.match(String(body), /There is no such message/)
    }
    assert.equal((await get('/dev/previews/nonsense')).status, 404)
    assert.equal((await get('/dev/previews/nonsense/html')).status, 404)
  })

  it('E4: only an e-mail has a source, and only an invitation an entry', async () => {
    const [text, mail] = await writeMessages(world, clinic.unitId, [{ channel: 'SMS', address: '+37060000001' }, {}])
    assert.equal((await get(`/dev/mailbox/${text}/raw`)).status, 404)
    assert.equal((await get(`/dev/mailbox/${mail}/invite.ics`)).status, 404)
    const { body } = await get(`/dev/mailbox/${text}`)
    assert.match(body, /<h2 id="short-title">SMS<\/h2>/)
    assert.match(body, /\d+ characters; as an SMS \d parts? of (GSM-7|UCS-2)/)
    assert.doesNotMatch(body, /<iframe|Source<|Message-ID/)
  })

  it('E4: what cannot be put into words, or made a mail of, is shown with the reason, and hides no other message', async () => {
    const [untold, unmade] = await writeMessages(world, clinic.unitId, [
      { facts: { ...bookedFacts, appointment: null } },
      { address: 'no address' },
    ])
    const list = await get('/dev/mailbox')
    assert.equal(list.status, 200)
    assert.match(list.body, new RegExp(`/dev/mailbox/${untold}"><bdi>A message that cannot be put into words`))
    const first = await get(`/dev/mailbox/${untold}`)
    assert.equal(first.status, 200)
    assert.match(first.body, /The template failed: .*there is none/)
    for (const part of ['html', 'raw', 'invite.ics'])
      assert.equal((await get(`/dev/mailbox/${untold}/${part}`)).status, 404)
    const second = await get(`/dev/mailbox/${unmade}`)
    assert.match(second.body, /No mail can be made of it: Not an e-mail address: no address/)
    assert.equal((await get(`/dev/mailbox/${unmade}/raw`)).status, 404)
    assert.equal((await get(`/dev/mailbox/${unmade}/html`)).status, 200)
  })

  it('E4: trouble with the database is a page that says when to come back', async () => {
    await world.query('alter table notifications rename to notifications_elsewhere')
    try {
      const { status, headers, body } = await get('/dev/mailbox')
      assert.equal(status, 503)
      assert.equal(headers['retry-after'], '5')
      assert.match(body, /This page cannot be shown just now/)
    } finally {
      await world.query('alter table notifications_elsewhere rename to notifications')
    }
  })

  it('E4: every template in every language is previewed as the mail it would be', async () => {
    const { body } = await get('/dev/previews')
    const shown = [...body.matchAll(/href="(\/dev\/previews\/[^"]+)"/g)].map(([, path]) => path)
    const previews = listPreviews(world.config)
    assert.deepEqual(shown.sort(), previews.map((each) => `/dev/previews/${each.id}`).sort())
    assert.equal(new Set(shown).size, shown.length)
    for (const { id: previewId, kind, language, row } of previews) {
      const path = `/dev/previews/${previewId}`
      const page = await get(path)
      assert.equal(page.status, 200, previewId)
      assert.doesNotMatch(page.body, /class="trouble"/, previewId)
      const mail = await readMail(Buffer.from((await get(`${path}/raw`)).body))
      assert.ok(mail.subject && mail.html?.includes(`<html lang="${language}"`) && mail.text, previewId)
      assert.ok(page.body.includes(`<h2 id="short-title">SMS and messengers</h2>`), previewId)
      const entry = await get(`${path}/invite.ics`)
      const expected = {
        'appointment-booked': 'REQUEST',
        'appointment-moved': 'REQUEST',
        'appointment-cancelled': 'CANCEL',
        'appointment-declined': 'CANCEL',
      }
      const method = expected[kind as keyof typeof expected]
      assert.equal(entry.status, method ? 200 : 404, previewId)
      if (method) assert.equal(parseCalendar(entry.body).method, method)
      assert.equal(
        mail.attachments.some(({ mimeType }) => mimeType.startsWith('text/calendar')),
        method !== undefined,
      )
      assert.equal(row.facts.recipient.language, language)
    }
  })
})

describe('the mailbox with many messages', () => {
  let world: World
  let clinic: Clinic
  before(async () => {
    world = await openWorld()
    clinic = await openClinic(world)
  })
  after(() => world.close())
  const get = (path: string) => world.call('GET', path)
  const idsOn = (body: string) => [...body.matchAll(/href="\/dev\/mailbox\/([0-9a-f-]{36})"/g)].map(([, id]) => id)
  const olderOn = (body: string) => /href="([^"]+)">Older messages/.exec(body)?.[1]?.replaceAll('&amp;', '&')

  it('E4: it is read from the newest to the oldest, each message once, whatever arrives meanwhile', async () => {
    const given = Array.from({ length: 120 }, (_, i) => ({ address: `client${i}@home.example` }))
    const written = await writeMessages(world, clinic.unitId, given)
    const seen: unknown[] = []
    const pages: number[] = []
    let path: string | undefined = '/dev/mailbox'
    while (path) {
      const { body }: Answer = await get(path)
      assert.match(body, new RegExp(`${120 + pages.length} messages`))
      const ids = idsOn(body)
      seen.push(...ids)
      pages.push(ids.length)
      path = olderOn(body)
      await writeMessages(world, clinic.unitId, [{}])
    }
    assert.deepEqual(pages, [50, 50, 20])
    assert.deepEqual(seen, written.toReversed())
    const mangled = await get('/dev/mailbox?cursor=nonsense')
    assert.equal(idsOn(mangled.body).length, 50)
  })

  it('E4: it is searched by recipient, channel, occasion and appointment, and older pages stay within the search', async () => {
    const start = '2027-03-02T08:00:00Z'
    world.setClock('2027-03-01T08:00:00Z')
    const booked = await world.call('POST', '/api/v1/appointments', {
      ...{ unitId: clinic.unitId, serviceId: clinic.serviceId, start, durationMinutes: 30 },
      client: { name: 'Rui', phone: '+37061234567' },
    })
    const appointmentId = booked.body.id
    const [text, reminder] = await writeMessages(world, clinic.unitId, [
      { channel: 'SMS', address: '+37060000042', appointmentId },
      {
        kind: 'appointment-reminder',
        address: 'Rui.%_@home.example',
        facts: { ...bookedFacts, kind: 'appointment-reminder' },
      },
    ])
    const found = async (query: string) => idsOn((await get(`/dev/mailbox?${query}`)).body)
    assert.deepEqual(await found('channel=SMS'), [text])
    assert.deepEqual(await found('to=%2B3706000004'), [text])
    assert.deepEqual(await found(`appointment=${appointmentId}`), [text])
    assert.deepEqual(await found('kind=appointment-reminder'), [reminder])
    assert.deepEqual(await found('to=rui.%25_'), [reminder])
    assert.deepEqual(await found('to=%25'), [reminder])
    assert.deepEqual(await found('channel=SMS&kind=appointment-reminder'), [])
    assert.match((await get('/dev/mailbox?to=nobody')).body, /No messages/)
    const alike = { kind: 'appointment-reminder', channel: 'TELEGRAM', address: '4815162342', appointmentId } as const
    const many = await writeMessages(
      world,
      clinic.unitId,
      Array.from({ length: 51 }, () => ({ ...alike, facts: { ...bookedFacts, kind: 'appointment-reminder' } })),
    )
    const { kind, channel, address } = alike
    const page = await get(`/dev/mailbox?kind=${kind}&channel=${channel}&to=${address}&appointment=${appointmentId}`)
    assert.match(page.body, /<strong>51 messages<\/strong>/)
    const older = olderOn(page.body) ?? ''
    assert.deepEqual(idsOn((await get(older)).body), [many[0]])
    for (const part of ['kind', 'channel', 'to', 'appointment']) assert.match(older, new RegExp(`[?&]${part}=`))
    for (const nonsense of ['channel=PIGEON&kind=x&appointment=y', 'to=%00', 'to=a&to=b', 'channel=']) {
      assert.equal(idsOn((await get(`/dev/mailbox?${nonsense}`)).body).length, 50, nonsense)
    }
  })
})

describe('what the mailbox shows', () => {
  it('E4: its source is, byte for byte, what a mail server was given', async () => {
    const mail = await openMailServer()
    const world = await openWorld()
    const clinic = await openClinic(world)
    await world.query(`update resources set email = 'provider@clinic.example'`)
    const channel = openEmail({ url: mail.url(), sender: world.config.MAIL_FROM })
    const stop = startOutbox(world.ctx, [{ channels: channelNames, channel }], { pollMilliseconds: 50 })
    try {
      const start = Temporal.Now.instant().round({ smallestUnit: 'hour', roundingMode: 'ceil' }).add({ hours: 48 })
      const booked = await world.call('POST', '/api/v1/appointments', {
        ...{ unitId: clinic.unitId, serviceId: clinic.serviceId, start: start.toString(), durationMinutes: 30 },
        client: { name: 'Žydrūnė "Zyd" Ąžuolaitė', phone: '+37061234567', email: 'zyd@home.example' },
      })
      assert.equal(booked.status, 201, JSON.stringify(booked.body))
      const sent = () =>
        world.query<{ id: string; address: string }>(`select id, address from notifications where status = 'SENT'`)
      while ((await sent()).length < 2) await setImmediate()
      for (const { id, address } of await sent()) {
        const received = mail.received.find(({ to }) => to === address)
        const { rawPayload } = await world.server.inject(`/dev/mailbox/${id}/raw`)
        assert.ok(received && rawPayload.equals(received.raw), `${rawPayload}\n---\n${received?.raw}`)
        assert.match((await world.call('GET', `/dev/mailbox/${id}`)).body, /<strong>sent<\/strong>/)
      }
    } finally {
      await stop()
      await world.close()
      await mail.close()
    }
  })

  it('E4: redirected, a message says whom it was meant for, and is a mail whatever its channel', async () => {
    const world = await openWorld({ NOTIFICATIONS_REDIRECT_TO: 'everything@team.example' })
    try {
      const clinic = await openClinic(world)
      const [id] = await writeMessages(world, clinic.unitId, [{ channel: 'SMS', address: '+37060000042' }])
      const { body } = await world.call('GET', `/dev/mailbox/${id}`)
      assert.match(
        body,
        /&lt;everything@team\.example&gt;.*<dt>Meant for<\/dt><dd><span class="address">\+37060000042</s,
      )
      const mail = await readMail(Buffer.from((await world.call('GET', `/dev/mailbox/${id}/raw`)).body))
      assert.deepEqual(
        mail.to?.map(({ address }) => address),
        ['everything@team.example'],
      )
      assert.match(mail.subject ?? '', /^\[SMS \+37060000042\] /)
    } finally {
      await world.close()
    }
  })

  it('E4: a process that writes or sends no messages says so, so that nobody waits for one', async () => {
    const settings = [
      ['ENABLE_NOTIFICATION_OUTBOX', /ENABLE_NOTIFICATION_OUTBOX is off/],
      ['NOTIFICATIONS_ENABLED', /NOTIFICATIONS_ENABLED is off/],
    ] as const
    for (const [name, said] of settings) {
      const world = await openWorld({ [name]: 'false' })
      try {
        assert.match((await world.call('GET', '/dev/mailbox')).body, said)
      } finally {
        await world.close()
      }
    }
  })
})
