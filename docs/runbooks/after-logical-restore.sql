-- Run once after a logical restore (pg_dump and pg_restore, logical replication), before Holdfast runs on the copy.
-- Not after a copy of files (backup of the data folder, pg_basebackup, pg_upgrade, physical replica): it does no harm there.
--
-- Events and claims carry the transaction ids of the server they were written on. A new server counts from a small number,
-- so old marks would lie in its future: no event would be delivered, and no availability answer would be kept.
-- Takes exclusive locks on events and claims and rewrites both: seconds per million rows.
begin;

-- Every consumer goes on before the first event it had not taken, in the order of the old server. Some may be told twice.
update event_cursors c
   set order_xid = '0', leased_by = null, leased_until = null,
       seq = coalesce((select min(e.seq) - 1 from events e where (e.order_xid, e.seq) > (c.order_xid, c.seq)),
                      (select max(e.seq) from events e), 0);

-- Old events come before all new ones, in the order they were written, which is the order of each subject.
alter table events disable trigger events_are_append_only;
update events set order_xid = '0';
alter table events enable trigger events_are_append_only;

-- Old claims are known to every snapshot.
update claims set changed_xid = '0';

commit;
