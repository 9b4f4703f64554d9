import { statement } from '../../platform/db/statement.ts'

/**
 * `order_xid` is never less than that of the subject's previous fact. A transaction that took its id early but waited for
 * the subject would otherwise sort before the one it waited for.
 */
export const insertEvent = statement<
  never,
  [
    id: string,
    type: string,
    unitId: string | null,
    subjectType: string,
    subjectId: string,
    subjectVersion: number,
    actor: string,
    channel: string,
    before: string,
    after: string,
    data: string,
    correlationId: string,
  ]
>(
  'events-insert',
  `insert into events (id, type, unit_id, subject_type, subject_id, subject_version, actor, channel, before, after, data,
                       correlation_id, order_xid)
   values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, nullif($9::jsonb, 'null'), nullif($10::jsonb, 'null'), $11::jsonb, $12,
           greatest(pg_current_xact_id(), (select e.order_xid from events e
                                            where e.subject_type = $4 and e.subject_id = $5
                                            order by e.subject_version desc, e.seq desc limit 1)))`,
)
