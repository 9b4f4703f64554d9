-- Appointments, the claims that make a double booking impossible, and the locks of one conversation and one client.
-- New tables only: takes no lock anybody waits for.

create table appointments (
  id                    uuid primary key,
  unit_id               uuid not null,
  service_id            uuid not null,
  client_id             uuid,
  status                text not null constraint status_is_known
                          check (status in ('HELD', 'PENDING_APPROVAL', 'CONFIRMED', 'COMPLETED', 'NO_SHOW', 'CANCELLED')),
  during                tstzrange not null,
  duration_minutes      integer not null,
  starts_at             timestamptz not null generated always as (lower(during)) stored,
  ends_at               timestamptz not null generated always as (upper(during)) stored,
  lock_level            smallint not null default 0 constraint lock_level_is_0_to_3 check (lock_level between 0 and 3),
  row_version           integer not null default 1,
  uid                   text not null constraint uid_is_minted_once unique,
  ics_sequence          integer not null default 0 constraint sequence_never_negative check (ics_sequence >= 0),
  channel               text not null,
  conversation          text,
  reservation_token     uuid not null constraint reservation_token_is_unique unique,
  hold_expires_at       timestamptz,
  hold_extended         boolean not null default false,
  approval_deadline_at  timestamptz,
  cancel_reason         text,
  override_reason       text,
  attendee_name         text,
  notes                 text not null default '',
  created_at            timestamptz not null default clock_at(),
  updated_at            timestamptz not null default clock_at(),
  constraint held_iff_deadline check ((status = 'HELD') = (hold_expires_at is not null)),
  constraint pending_iff_deadline check ((status = 'PENDING_APPROVAL') = (approval_deadline_at is not null)),
  constraint cancelled_iff_reason check ((status = 'CANCELLED') = (cancel_reason is not null)),
  constraint cancel_reason_is_known check (cancel_reason in ('HOLD_EXPIRED', 'HOLD_RELEASED', 'HOLD_REPLACED', 'APPROVAL_EXPIRED',
    'DECLINED', 'CANCELLED_BY_CLIENT', 'CANCELLED_BY_UNIT', 'RESCHEDULED')),
  constraint overbooked_for_a_reason check (length(trim(override_reason)) > 0),
  constraint promised_to_somebody check (status in ('HELD', 'CANCELLED') or client_id is not null),
  constraint time_is_half_open check (lower_inc(during) and not upper_inc(during) and not lower_inf(during) and not upper_inf(during)),
  constraint ends_at_start_plus_duration check (upper(during) - lower(during) = duration_minutes * interval '1 minute'),
  foreign key (unit_id, service_id) references services (unit_id, id),
  foreign key (unit_id, client_id) references clients (unit_id, id),
  -- D1: the service must list the duration.
  constraint duration_is_one_of_the_service foreign key (service_id, duration_minutes) references service_durations (service_id, minutes)
);
create index appointments_by_start on appointments (unit_id, starts_at);
create index appointments_by_client on appointments (client_id, starts_at) where client_id is not null;
-- Few rows at any time: what holds a time only until a deadline.
create index appointments_tentative on appointments (unit_id, coalesce(hold_expires_at, approval_deadline_at))
  where status in ('HELD', 'PENDING_APPROVAL');

-- Leave, closure, maintenance: a resource's time that is taken and is nobody's appointment.
create table blocks (
  id           uuid primary key,
  unit_id      uuid not null,
  resource_id  uuid not null,
  during       tstzrange not null constraint block_is_half_open
                 check (lower_inc(during) and not upper_inc(during) and not lower_inf(during) and not upper_inf(during)),
  kind         text not null constraint block_kind_is_known check (kind in ('LEAVE', 'CLOSURE', 'OTHER')),
  reason       text not null default '',
  is_active    boolean not null default true,
  row_version  integer not null default 1,
  created_at   timestamptz not null default clock_at(),
  updated_at   timestamptz not null default clock_at(),
  foreign key (unit_id, resource_id) references resources (unit_id, id)
);
create index blocks_by_resource on blocks (resource_id, lower(during));

-- A resource's time that is taken, buffers included. The two constraints below are the promise of the whole product (A8):
-- overlapping active claims of one resource belong to one session, and a seat of a session is taken once.
create table claims (
  id              bigint generated always as identity primary key,
  unit_id         uuid not null,
  resource_id     uuid not null,
  appointment_id  uuid references appointments,
  block_id        uuid references blocks,
  role            text,
  during          tstzrange not null constraint claim_is_half_open
                    check (lower_inc(during) and not upper_inc(during) and not lower_inf(during) and not upper_inf(during)),
  session_id      uuid not null,
  seat            integer not null default 1 constraint seat_is_positive check (seat >= 1),
  is_active       boolean not null default true,
  -- Last transaction that changed what this claim blocks. Cached availability is valid while no claim of its
  -- resources carries a transaction its snapshot did not see; so claims are never deleted.
  changed_xid     xid8 not null default pg_current_xact_id(),
  constraint claim_belongs_to_one_thing check (num_nonnulls(appointment_id, block_id) = 1),
  constraint role_iff_appointment check ((appointment_id is null) = (role is null)),
  foreign key (unit_id, resource_id) references resources (unit_id, id),
  constraint no_double_booking exclude using gist (resource_id with =, during with &&, session_id with <>) where (is_active)
);
create unique index no_seat_twice on claims (session_id, seat) where is_active;
create index claims_by_appointment on claims (appointment_id) where appointment_id is not null;
create index claims_by_block on claims (block_id) where block_id is not null;
create index claims_by_change on claims (resource_id, changed_xid);

-- A4: one conversation, and one client, own one hold at a time. Rows are taken (locked) first by every hold, so they also
-- serialise the holds of one client. A row counts only while its appointment is a live hold; the rest is tidied later.
create table conversation_locks (
  unit_id         uuid not null references units,
  kind            text not null constraint lock_kind_is_known check (kind in ('CLIENT', 'CONVERSATION')),
  key             text not null,
  appointment_id  uuid references appointments,
  expires_at      timestamptz not null,
  primary key (unit_id, kind, key)
);
create index conversation_locks_by_expiry on conversation_locks (expires_at);
create index conversation_locks_by_appointment on conversation_locks (appointment_id);
