import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { expireNotifications } from '../../src/features/notifications/expire-notifications.ts'
import { lintMailbox } from '../../tools/conformance/lint-mailbox.ts'
import { employ } from '../clinic.ts'
import { type Office, openOffice, readInvitationMail } from '../outbox.ts'

describe('sending what is in the outbox', () => {
  let office: Office
  let staff: Record<string, string>

  before(async () => {
    office = await openOffice()
    staff = (await employ(office.world, office.clinic.unitId, 'STAFF')).headers
    office.start()
  })
  after(() => office.close())

  const mailsTo = (address: string) => office.mail.received.filter(({ to }) => to === address)
  const rowsTo = (address: string) =>
    office.world.query<{ id: string; status: string; attempts: number; failures: number; last_answer: string }>(
      'select * from notifications where address = $1 order by seq',
      [address],
    )
  const arrived = (address: string, count = 1) => office.until(() => mailsTo(address).length >= count)
  const settled = (address: string, status: string) =>
    office.until(async () => (await rowsTo(address)).some((row) => row.status === status))

  it('D3: client and provider each get their own invitation, and what follows is in the same thread', async () => {
    const { id, uid } = await office.book({ name: 'Ona Šimkutė', email: 'ona@home.example' })
    await arrived('ona@home.example')
    await arrived('provider@clinic.example')
    const { body } = await office.world.call('GET', `/api/v1/appointments/${id}`, undefined, staff)
    await office.world.call(
      'POST',
      `/api/v1/appointments/${id}/cancel`,
      {},
      {
        ...staff,
        'if-match': `"${body.rowVersion}"`,
      },
    )
    await arrived('ona@home.example', 2)
    const [first, second] = await Promise.all(mailsTo('ona@home.example').map(({ raw }) => readInvitationMail(raw)))
    assert.deepEqual(
      [first, second].map((each) => [each?.uid, each?.method, each?.sequence, each?.status, each?.attendee]),
      [
        [uid, 'REQUEST', 0, 'CONFIRMED', 'ona@home.example'],
        [uid, 'CANCEL', 1, 'CANCELLED', 'ona@home.example'],
      ],
    )
    assert.equal(second?.mail.inReplyTo, first?.mail.messageId)
    const provider = await readInvitationMail(mailsTo('provider@clinic.example')[0]!.raw)
    assert.match(provider.ics, /SUMMARY:.*Ona Šimkutė/)
    assert.ok(!provider.ics.includes('ona@home.example'))
    assert.deepEqual(lintMailbox(office.mail.received.map(({ raw }) => raw)), [])
  })

  it('E1: what the server delays is tried again and arrives once', async () => {
    office.mail.script = ({ attempt }) =>
      attempt < 3 ? { at: 'RCPT TO', code: 451, text: '4.7.1 Greylisted' } : 'accept'
    await office.book({ name: 'Grey', email: 'grey@home.example' })
    await settled('grey@home.example', 'SENT')
    office.mail.script = () => 'accept'
    assert.equal(mailsTo('grey@home.example').length, 1)
    const [row] = await rowsTo('grey@home.example')
    assert.deepEqual([row?.attempts, row?.failures], [3, 2])
    const shown = await office.world.call('GET', `/api/v1/notifications/${row?.id}`, undefined, staff)
    assert.deepEqual(
      shown.body.history.map((attempt: { outcome: string }) => attempt.outcome),
      ['DELAYED', 'DELAYED', 'SENT'],
    )
  })

  it('E1: what the server refuses is given up at once, shown to staff, and can be sent again', async () => {
    office.mail.script = ({ recipient }) =>
      recipient === 'nobody@home.example' ? { at: 'RCPT TO', code: 550, text: '5.1.1 No such user' } : 'accept'
    await office.book({ name: 'Nobody', email: 'nobody@home.example' })
    await settled('nobody@home.example', 'DEAD')
    const path = `/api/v1/units/${office.clinic.unitId}/notifications?status=DEAD`
    const { items } = (await office.world.call('GET', path, undefined, staff)).body
    assert.deepEqual(
      items.map((item: { address: string; attempts: number }) => [item.address, item.attempts]),
      [['nobody@home.example', 1]],
    )
    assert.match(items[0].answer, /5\.1\.1 No such user/)
    office.mail.script = () => 'accept'
    const again = await office.world.call('POST', `/api/v1/notifications/${items[0].id}/retry`, undefined, staff)
    assert.equal(again.status, 200)
    await arrived('nobody@home.example')
    await settled('nobody@home.example', 'SENT')
  })

  it('E1: a message that cannot be put into words does not stop the others', async () => {
    office.mail.script = ({ recipient }) =>
      recipient === 'broken@home.example' ? { at: 'RCPT TO', code: 451, text: 'wait' } : 'accept'
    await office.book({ name: 'Broken', email: 'broken@home.example' })
    await office.until(async () => ((await rowsTo('broken@home.example'))[0]?.attempts ?? 0) > 0)
    await office.world.query(
      `update notifications set facts = jsonb_set(facts, '{kind}', '"no-such-kind"') where address = 'broken@home.example'`,
    )
    await office.until(async () =>
      /could not be sent/i.test((await rowsTo('broken@home.example'))[0]?.last_answer ?? ''),
    )
    office.mail.script = () => 'accept'
    await office.book({ name: 'Whole', email: 'whole@home.example' })
    await arrived('whole@home.example')
    assert.equal(mailsTo('broken@home.example').length, 0)
  })

  it('D3: of one appointment and address the older message goes first, however often it fails', async () => {
    office.mail.script = ({ attempt, recipient }) =>
      recipient === 'order@home.example' && attempt < 6 ? { dropAt: 'DATA' } : 'accept'
    const { id } = await office.book({ name: 'Order', email: 'order@home.example' })
    const { body } = await office.world.call('GET', `/api/v1/appointments/${id}`, undefined, staff)
    await office.world.call(
      'POST',
      `/api/v1/appointments/${id}/cancel`,
      {},
      { ...staff, 'if-match': `"${body.rowVersion}"` },
    )
    await arrived('order@home.example', 2)
    office.mail.script = () => 'accept'
    const seen = await Promise.all(mailsTo('order@home.example').map(({ raw }) => readInvitationMail(raw)))
    assert.deepEqual(
      seen.map(({ method, sequence }) => [method, sequence]),
      [
        ['REQUEST', 0],
        ['CANCEL', 1],
      ],
    )
  })

  it('E1: while the mail server is down nothing is counted against a message, and all of it goes out afterwards', async () => {
    await office.mail.stop()
    const names = Array.from({ length: 12 }, (_, i) => `down${i}@home.example`)
    for (const email of names) await office.book({ name: 'Down', email })
    await office.until(async () => (await rowsTo('down0@home.example')).some(({ attempts }) => attempts > 0))
    await office.mail.start()
    for (const email of names) await arrived(email)
    for (const email of names) {
      const rows = await rowsTo(email)
      assert.deepEqual([mailsTo(email).length, rows.length, rows[0]?.failures], [1, 1, 0])
    }
  })

  it('E1: two more workers on the same rows send nothing twice', async () => {
    const stops = [office.start(), office.start()]
    const names = Array.from({ length: 30 }, (_, i) => `many${i}@home.example`)
    await Promise.all(names.map((email) => office.book({ name: 'Many', email })))
    for (const email of names) await arrived(email)
    await office.until(async () => (await rowsTo('many29@home.example'))[0]?.status === 'SENT')
    assert.deepEqual(
      names.map((email) => mailsTo(email).length),
      names.map(() => 1),
    )
    await Promise.all(stops.map((stop) => stop()))
  })

  it('E1: what is of no use any more is put aside, and the figures say what waits', async () => {
    office.mail.script = ({ recipient }) =>
      recipient === 'late@home.example' ? { at: 'RCPT TO', code: 451, text: 'later' } : 'accept'
    await office.book({ name: 'Late', email: 'late@home.example' })
    await office.until(async () => ((await rowsTo('late@home.example'))[0]?.attempts ?? 0) > 0)
    const queued = async () => {
      const { body } = await office.world.call('GET', '/metrics')
      return Number(/^notifications_queued (\d+)$/m.exec(String(body))?.[1])
    }
    assert.ok((await queued()) >= 1)
    await office.world.query(`update notifications set expires_at = clock_at() where address = 'late@home.example'`)
    await office.until(async () => {
      await expireNotifications(office.world.ctx)
      return (await rowsTo('late@home.example'))[0]?.status === 'EXPIRED'
    })
    office.mail.script = () => 'accept'
  })
})
