-- Telling people: the outbox, invitations to calendars, links, reminders, and what clients want to be written to by.
-- New tables; columns with constant defaults on clients and appointments (an exclusive lock for an instant, no rewrite).

-- Clients before appointments: the order in which bookings lock.
alter table clients
  -- Order of preference; null leaves it to Holdfast.
  add column channels text[] constraint client_channels_are_known check (channels <@ array['EMAIL', 'SMS', 'WHATSAPP', 'TELEGRAM']),
  add column telegram_chat_id text constraint telegram_chat_is_a_number check (telegram_chat_id ~ '^-?[0-9]{1,20}$');

-- SEQUENCE of the last change of time: replies to anything older are out of date. Rows from before keep 0, which is right for
-- them: whatever was answered to them is judged by the time it names.
alter table appointments
  add column ics_major_sequence integer not null default 0,
  -- Given with this booking. Whoever books online names an address without proving it is theirs, so it is told of this
  -- appointment and of nothing else of the client.
  add column contact_email text constraint contact_email_has_an_at check (contact_email like '_%@_%'),
  add constraint major_sequence_is_not_ahead check (ics_major_sequence between 0 and ics_sequence) not valid;

-- An address somebody asked us not to write to (STOP), or that the provider told us to leave alone.
create table opt_outs (
  id          uuid primary key,
  unit_id     uuid not null references units,
  channel     text not null constraint opt_out_channel_is_known check (channel in ('EMAIL', 'SMS', 'WHATSAPP', 'TELEGRAM')),
  address     text not null constraint opt_out_address_is_lower_case check (address = lower(address)),
  source      text not null constraint opt_out_source_is_known check (source in ('RECIPIENT', 'PROVIDER', 'STAFF')),
  created_at  timestamptz not null default clock_at(),
  constraint one_opt_out_per_address unique (unit_id, channel, address)
);

-- One message to one recipient on one channel. `facts` is what it says; words are chosen at sending.
create table notifications (
  id                 uuid primary key,
  seq                bigint generated always as identity,
  unit_id            uuid not null references units,
  kind               text not null,
  audience           text not null constraint audience_is_known check (audience in ('CLIENT', 'PROVIDER')),
  channel            text not null constraint notification_channel_is_known check (channel in ('EMAIL', 'SMS', 'WHATSAPP', 'TELEGRAM')),
  address            text not null constraint notification_has_an_address check (length(address) > 0),
  -- Where the same person is reached when this channel refuses: [{channel, address}, …].
  fallbacks          jsonb not null default '[]',
  appointment_id     uuid references appointments,
  client_id          uuid,
  resource_id        uuid,
  event_id           uuid,
  correlation_id     text not null,
  dedupe_key         text not null constraint message_is_written_once unique,
  facts              jsonb not null,
  is_urgent          boolean not null default true,
  -- The calendar entry that goes with it.
  ics_uid            text,
  ics_sequence       integer,
  ics_attendee       text,
  ics_method         text constraint ics_method_is_known check (ics_method in ('REQUEST', 'CANCEL')),
  ics                jsonb,
  message_id         text not null,
  thread_id          text,
  -- Messages of one thread go out in the order they were written.
  thread             text not null,
  status             text not null default 'QUEUED'
                       constraint notification_status_is_known check (status in ('QUEUED', 'SENT', 'DEAD', 'EXPIRED')),
  attempts           integer not null default 0,
  -- Attempts that count towards giving up; those of an unreachable provider do not.
  failures           integer not null default 0,
  next_attempt_at    timestamptz not null default clock_at(),
  -- The date it bears at every attempt: when it was first to be sent, which words such as "tomorrow" are reckoned from.
  dated_at           timestamptz not null default clock_at(),
  -- Not worth sending any more.
  expires_at         timestamptz not null,
  leased_by          text,
  leased_until       timestamptz,
  -- The last attempt may have been taken by the provider although nobody heard so.
  is_uncertain       boolean not null default false,
  sent_at            timestamptz,
  sent_via           text,
  sent_to            text,
  provider_id        text,
  last_answer        text,
  created_at         timestamptz not null default clock_at(),
  updated_at         timestamptz not null default clock_at(),
  constraint invitation_is_whole check (num_nulls(ics_uid, ics_sequence, ics_attendee, ics_method, ics) in (0, 5)),
  constraint sent_iff_time check ((status = 'SENT') = (sent_at is not null)),
  constraint leased_while_queued check (leased_by is null or status = 'QUEUED'),
  foreign key (unit_id, client_id) references clients (unit_id, id),
  foreign key (unit_id, resource_id) references resources (unit_id, id)
) with (fillfactor = 80);
-- D3: each recipient exactly once per revision of the entry.
create unique index one_invitation_per_revision on notifications (ics_uid, ics_sequence, ics_attendee, ics_method)
  where ics_uid is not null;
create index notifications_due on notifications (next_attempt_at) where status = 'QUEUED';
create index notifications_in_thread on notifications (thread, seq) where status = 'QUEUED';
create index notifications_by_unit on notifications (unit_id, seq);
create index notifications_by_age on notifications (created_at);
create index notifications_dead on notifications (seq) where status = 'DEAD';
create index notifications_by_status on notifications (unit_id, status, seq);
create index notifications_by_appointment on notifications (appointment_id, seq);
create index notifications_by_client on notifications (client_id, seq) where client_id is not null;

-- What came of each attempt: the audit of sending.
create table notification_attempts (
  notification_id  uuid not null references notifications on delete cascade,
  attempt          integer not null,
  worker           text not null,
  started_at       timestamptz not null,
  finished_at      timestamptz,
  outcome          text not null
                     constraint outcome_is_known check (outcome in ('SENT', 'DELAYED', 'REFUSED', 'UNREACHABLE', 'UNKNOWN')),
  answer           text not null,
  primary key (notification_id, attempt)
);

-- Who has the appointment in their calendar, and what they were sent last.
create table invitations (
  id              uuid primary key,
  unit_id         uuid not null references units,
  appointment_id  uuid not null references appointments,
  attendee        text not null constraint attendee_is_lower_case check (attendee = lower(attendee)),
  audience        text not null constraint invitation_audience_is_known check (audience in ('CLIENT', 'PROVIDER')),
  -- SHA-256 of the local part of the reply address that is theirs alone.
  reply_hash      bytea not null constraint reply_address_is_unique unique
                    constraint reply_hash_is_sha256 check (length(reply_hash) = 32),
  partstat        text not null default 'NEEDS-ACTION' constraint partstat_is_known
                    check (partstat in ('NEEDS-ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED')),
  sequence        integer not null,
  method          text not null constraint invitation_method_is_known check (method in ('REQUEST', 'CANCEL')),
  -- Of the last message; the next one's is later.
  dtstamp         timestamptz not null,
  first_message_id text not null,
  created_at      timestamptz not null default clock_at(),
  updated_at      timestamptz not null default clock_at(),
  constraint one_invitation_per_attendee unique (appointment_id, attendee)
);

-- A one-purpose address: only the hash of its token is kept. Rotating it raises the generation.
create table links (
  id           uuid primary key,
  unit_id      uuid not null references units,
  purpose      text not null constraint link_purpose_is_known
                 check (purpose in ('APPOINTMENT', 'CLIENT_FEED', 'RESOURCE_FEED', 'UNIT_FEED')),
  subject_id   uuid not null,
  generation   integer not null default 1,
  token_hash   bytea not null constraint link_token_is_unique unique constraint link_hash_is_sha256 check (length(token_hash) = 32),
  created_at   timestamptz not null default clock_at(),
  updated_at   timestamptz not null default clock_at(),
  constraint one_link_per_purpose unique (purpose, subject_id)
);

-- The timer of an appointment's reminder: moves and goes with it. Due when `starts_at` is within the lookahead.
create table reminders (
  appointment_id       uuid primary key references appointments,
  unit_id              uuid not null references units,
  starts_at            timestamptz not null,
  -- SKIPPED: the change was made so late that its own message reminds, or nobody can be reached. MISSED: it began meanwhile.
  status               text not null default 'WAITING' constraint reminder_status_is_known
                         check (status in ('WAITING', 'QUEUED', 'SKIPPED', 'MISSED', 'CANCELLED')),
  queued_at            timestamptz,
  -- Row version of the appointment it was last set by: older news, or the same again, changes nothing.
  appointment_version  integer not null default 0,
  created_at           timestamptz not null default clock_at(),
  updated_at           timestamptz not null default clock_at(),
  constraint queued_iff_time check ((status = 'QUEUED') = (queued_at is not null))
);
create index reminders_waiting on reminders (starts_at) where status = 'WAITING';

-- The last run of each job, in whichever process it was.
create table job_runs (
  job      text primary key,
  ran_at   timestamptz not null,
  figures  jsonb not null default '{}',
  -- What went wrong; null when nothing did.
  failure  text
);

-- Whatever happened before this version is not announced now; whatever is being written while this runs is.
insert into event_cursors (consumer, order_xid, seq)
  select 'notifications', pg_snapshot_xmin(pg_current_snapshot()), 0 where exists (select from events);
