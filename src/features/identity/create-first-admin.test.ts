import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { openContext } from '../../context.ts'
import { createFirstAdmin, firstAdminEmail } from './create-first-admin.ts'
import { resetPassword } from './reset-password.ts'

const { ctx, server, query, close } = await openWorld()
after(close)

test('of processes that start at once on an empty database one makes the first ADMIN', async () => {
  const others = Array.from({ length: 3 }, () => openContext(ctx.config, ctx.config.DATABASE_URL ?? '', 'test'))
  const made = await Promise.all([ctx, ...others].map((process) => createFirstAdmin(process)))
  await Promise.all(others.map(({ db }) => db.close()))
  const [first, ...more] = made.filter((admin) => admin !== undefined)
  assert.deepEqual([first?.email, more.length], [firstAdminEmail, 0])
  assert.equal(await createFirstAdmin(ctx), undefined)

  const signedIn = await server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: first?.email, password: first?.oneTimePassword },
  })
  assert.deepEqual([signedIn.statusCode, signedIn.json().user.mustChangePassword], [200, true])
  const memberships = await query('select unit_id, role from memberships')
  assert.deepEqual(memberships, [{ unit_id: null, role: 'ADMIN' }])
})

test('the command line resets a password by e-mail address, and says when there is no such user', async () => {
  await createFirstAdmin(ctx)
  const [before] = await query('select count(*)::int as sessions from sessions')
  assert.ok(before)
  const { email, oneTimePassword } = await resetPassword(ctx, { email: firstAdminEmail.toUpperCase() })
  assert.equal(email, firstAdminEmail)
  assert.deepEqual(await query('select id from sessions'), [])
  const signedIn = await server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email, password: oneTimePassword },
  })
  assert.equal(signedIn.statusCode, 200)
  const [event] = await query(`select actor, before, after from events where type = 'user.password-reset'`)
  assert.deepEqual(event, { actor: { kind: 'system', id: 'system' }, before: null, after: null })
  await assert.rejects(resetPassword(ctx, { email: 'nobody@holdfast.localhost' }), {
    name: 'Problem',
    message: /not-found/,
  })
})
