-- The append-only log of facts: audit, timeline and outbox are the same rows. Readers keep a cursor each.
-- New tables only: takes no lock anybody waits for.

create table events (
  id               uuid primary key,
  seq              bigint generated always as identity,
  type             text not null constraint event_type_is_dotted check (type ~ '^[a-z-]+(\.[a-z-]+)+$'),
  unit_id          uuid,
  subject_type     text not null,
  subject_id       text not null,
  subject_version  integer not null,
  actor            jsonb not null,
  channel          text not null,
  before           jsonb,
  after            jsonb,
  data             jsonb not null default '{}',
  correlation_id   text not null,
  happened_at      timestamptz not null default clock_at(),
  -- At least the writing transaction, and never less than the subject's previous event: readers follow (order_xid, seq)
  -- up to the oldest running transaction, which is complete and in order per subject without locking writers.
  order_xid        xid8 not null default pg_current_xact_id(),
  constraint one_event_per_version unique (subject_type, subject_id, subject_version, type)
);
create index events_in_order on events (order_xid, seq);
create index events_by_unit on events (unit_id, seq);

create function refuse_change_of_an_event() returns trigger
language plpgsql as $$
begin
  raise exception 'events are append-only' using errcode = 'restrict_violation';
end $$;
create trigger events_are_append_only before update or delete on events
  for each row execute function refuse_change_of_an_event();

create table event_cursors (
  consumer      text primary key,
  order_xid     xid8 not null default '0',
  seq           bigint not null default 0,
  leased_by     text,
  leased_until  timestamptz,
  delivered_at  timestamptz
);

-- Stored answers of requests that carried an Idempotency-Key; written in the same transaction as what the request did.
create table idempotency_keys (
  principal      text not null,
  endpoint       text not null,
  key            text not null,
  request_hash   text not null,
  answer_status  integer not null,
  answer_headers jsonb not null,
  answer_body    text not null,
  created_at     timestamptz not null default clock_at(),
  primary key (principal, endpoint, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
