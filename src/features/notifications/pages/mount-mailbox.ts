import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../../context.ts'
import { serveCached } from '../../../platform/http/cached-page.ts'
import { html } from '../../../platform/http/html.ts'
import { idOf } from '../../../platform/http/schemas.ts'
import { notFound, notFoundProblem, Problem } from '../../../platform/problem.ts'
import { channelNames } from '../channels/channel.ts'
import { listMailbox, type MailboxQuery } from '../list-mailbox.ts'
import { mailboxState } from '../mailbox.ts'
import { messageKinds } from '../message.ts'
import { listPreviews } from '../preview.ts'
import { composeOrExplain, showNotification } from '../show-notification.ts'
import { closedPage } from './closed-page.ts'
import { listPage, type Silence } from './list-page.ts'
import { mailboxPage, sendMailboxPage } from './mailbox-frame.ts'
import { type Identify, mayLook } from './may-look.ts'
import { messagePage } from './message-page.ts'
import { previewsPage } from './previews-page.ts'
import { sendEntry, sendLetter, sendSource, sourceOf } from './send-part.ts'
import type { ShownMessage } from './shown-message.ts'

const styles = new URL('../../../../web/mailbox/', import.meta.url)

type Asked = FastifyRequest<{ Params: { id: string }; Querystring: Record<string, unknown> }>
type Answer = (request: Asked, reply: FastifyReply) => Promise<FastifyReply> | FastifyReply

/** E4: the development mailbox and the previews of every template. `ctx` acts for Holdfast itself. */
export function mountMailbox(server: FastifyInstance, ctx: Ctx, identify: Identify): void {
  const state = mailboxState(ctx.config)
  serveCached(server, '/dev/mailbox.css', 'text/css; charset=utf-8', () =>
    ['frame', 'messages'].map((name) => readFileSync(new URL(`${name}.css`, styles), 'utf8')).join('\n'),
  )

  const on = (path: string, isOpen: boolean, answer: Answer) =>
    server.get(path, async (request, reply) => {
      if (state === 'PRODUCTION') return sendMailboxPage(reply, 404, closedPage(state, ctx.config))
      // As an address that does not exist is answered.
      if (!(await mayLook(request, identify, ctx.config))) {
        throw new Problem(
          notFound,
          `There is no ${request.method} ${request.url.split('?')[0]}. See /docs for what there is.`,
        )
      }
      if (state !== 'OPEN' && !isOpen) return sendMailboxPage(reply, 404, closedPage(state, ctx.config))
      try {
        return await answer(request as Asked, reply)
      } catch (error) {
        return sendTrouble(ctx, reply, error)
      }
    })
  const showEach = (root: string, isOpen: boolean, find: (id: string) => Promise<ShownMessage> | ShownMessage) => {
    on(`${root}/:id`, isOpen, async ({ params }, reply) => {
      const shown = await find(params.id)
      return sendMailboxPage(reply, 200, messagePage(shown, await sourceOf(ctx.config, shown)))
    })
    on(`${root}/:id/html`, isOpen, async ({ params }, reply) => sendLetter(reply, await find(params.id)))
    on(`${root}/:id/invite.ics`, isOpen, async ({ params }, reply) => sendEntry(reply, await find(params.id)))
    on(`${root}/:id/raw`, isOpen, async ({ params }, reply) => sendSource(reply, ctx.config, await find(params.id)))
  }

  on('/dev/mailbox', false, async ({ query }, reply) => {
    const filter = readQuery(query)
    const list = await listMailbox(ctx, filter, textOf(query.cursor)).catch((error) => {
      // A mangled cursor: begin again rather than complain.
      if (error instanceof Problem) return listMailbox(ctx, filter, undefined)
      throw error
    })
    return sendMailboxPage(reply, 200, listPage(list, filter, silenceOf(ctx)))
  })
  showEach('/dev/mailbox', false, (id) => findMessage(ctx, id))
  on('/dev/previews', true, (_request, reply) => sendMailboxPage(reply, 200, previewsPage(listPreviews(ctx.config))))
  showEach('/dev/previews', true, (id) => findPreview(ctx, id))
}

async function findMessage(ctx: Ctx, text: string): Promise<ShownMessage> {
  const { success, data: id } = idOf('notification').safeParse(text)
  if (!success) throw notFoundProblem('message')
  const shown = await showNotification(ctx, { id })
  const { row, outgoing } = shown
  return { path: `/dev/mailbox/${row.id}`, kind: row.kind, audience: row.facts.audience, row, outgoing, sent: shown }
}

function findPreview({ config }: Ctx, id: string): ShownMessage {
  const preview = listPreviews(config).find((each) => each.id === id)
  if (!preview) throw notFoundProblem('preview')
  const { kind, audience, row } = preview
  return { path: `/dev/previews/${id}`, kind, audience, row, outgoing: composeOrExplain(config, row), sent: null }
}

/** What is no filter counts as none. */
function readQuery({ to, channel, kind, appointment }: Record<string, unknown>): MailboxQuery {
  const id = idOf('appointment').safeParse(appointment)
  return {
    // The database refuses what holds a NUL.
    address: textOf(to)?.toWellFormed().replaceAll('\0', '').trim().slice(0, 254) || undefined,
    channel: channelNames.find((name) => name === channel),
    kind: messageKinds.find((name) => name === kind),
    appointmentId: id.success ? id.data : undefined,
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function silenceOf({ config }: Ctx): Silence {
  if (!config.ENABLE_NOTIFICATION_OUTBOX) return 'NOT_WRITTEN'
  return config.NOTIFICATIONS_ENABLED ? null : 'NOT_SENT'
}

function sendTrouble(ctx: Ctx, reply: FastifyReply, error: unknown): FastifyReply {
  const isUnknown = error instanceof Problem && error.kind === notFound
  if (!isUnknown) ctx.log.error({ err: error }, 'page failed')
  const title = isUnknown ? 'There is no such message' : 'This page cannot be shown just now'
  const content = html`<h1>${title}</h1><p class="lead">${
    isUnknown ? 'It may have been in a database that is gone.' : 'The log says why.'
  }</p><p><a href="/dev/mailbox">All messages</a></p>`
  if (!isUnknown) reply.header('retry-after', '5')
  return sendMailboxPage(reply, isUnknown ? 404 : 503, mailboxPage({ title, part: 'mailbox', content }))
}
