-- The catalogue: units, what they offer, who and what performs it, when it is open, and who books.
-- New tables only: takes no lock anybody waits for.

create extension if not exists btree_gist;

-- The one clock. Every deadline is judged by the database's clock so that all nodes agree;
-- tests pin it for a session with `set holdfast.now = '…'`.
create function clock_at() returns timestamptz
language sql stable
return coalesce(nullif(current_setting('holdfast.now', true), '')::timestamptz, statement_timestamp());

-- Fails the transaction when a statement touched another number of rows than it must: `insert … on conflict do nothing`
-- inside `select require_rows(count(*), n)` takes all or nothing without asking back.
create function require_rows(touched bigint, wanted bigint) returns void
language plpgsql as $$
begin
  if touched <> wanted then
    raise exception 'somebody was first: % of % rows', touched, wanted using errcode = 'HF001';
  end if;
end $$;

create table units (
  id                 uuid primary key,
  slug               text not null constraint unit_slug_is_taken unique
                       constraint unit_slug_is_kebab_case check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  name               text not null constraint unit_has_a_name check (length(trim(name)) between 1 and 200),
  time_zone          text not null constraint unit_zone_looks_like_iana check (time_zone ~ '^[A-Za-z][A-Za-z0-9_+/-]*$'),
  locale             text not null default 'en' constraint unit_speaks_a_known_language check (locale in ('lt', 'en', 'pt')),
  phone              text constraint unit_phone_is_e164 check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  email              text,
  address            text,
  -- Raised by every change availability reads except claims; a cached catalogue is valid for one value.
  catalogue_version  bigint not null default 1,
  row_version        integer not null default 1,
  created_at         timestamptz not null default clock_at(),
  updated_at         timestamptz not null default clock_at()
);

create table resources (
  id           uuid primary key,
  unit_id      uuid not null references units,
  kind         text not null constraint resource_is_a_person_or_a_room check (kind in ('PERSON', 'ROOM')),
  name         text not null constraint resource_has_a_name check (length(trim(name)) between 1 and 200),
  time_zone    text not null constraint resource_zone_looks_like_iana check (time_zone ~ '^[A-Za-z][A-Za-z0-9_+/-]*$'),
  email        text,
  phone        text constraint resource_phone_is_e164 check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  user_id      text,
  is_active    boolean not null default true,
  row_version  integer not null default 1,
  created_at   timestamptz not null default clock_at(),
  updated_at   timestamptz not null default clock_at(),
  unique (unit_id, id)
);
create index resources_by_user on resources (user_id) where user_id is not null;

create table services (
  id                       uuid primary key,
  unit_id                  uuid not null references units,
  slug                     text not null constraint service_slug_is_kebab_case check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  name                     text not null constraint service_has_a_name check (length(trim(name)) between 1 and 200),
  description              text not null default '',
  slot_step_minutes        integer not null default 15 constraint step_is_sensible check (slot_step_minutes between 5 and 1440),
  buffer_before_minutes    integer not null default 0 constraint buffer_before_is_sensible check (buffer_before_minutes between 0 and 480),
  buffer_after_minutes     integer not null default 0 constraint buffer_after_is_sensible check (buffer_after_minutes between 0 and 480),
  notice_to_book_minutes   integer not null default 0 constraint notice_to_book_is_sensible check (notice_to_book_minutes between 0 and 129600),
  notice_to_move_minutes   integer not null default 0 constraint notice_to_move_is_sensible check (notice_to_move_minutes between 0 and 129600),
  notice_to_cancel_minutes integer not null default 0 constraint notice_to_cancel_is_sensible check (notice_to_cancel_minutes between 0 and 129600),
  horizon_days             integer not null default 60 constraint horizon_is_sensible check (horizon_days between 1 and 730),
  capacity                 integer not null default 1 constraint capacity_is_positive check (capacity between 1 and 1000),
  hold_seconds             integer not null default 300 constraint hold_is_short check (hold_seconds between 5 and 3600),
  needs_approval           boolean not null default false,
  approval_within_minutes  integer not null default 1440 constraint approval_deadline_is_sensible check (approval_within_minutes between 1 and 43200),
  is_offered               boolean not null default true,
  row_version              integer not null default 1,
  created_at               timestamptz not null default clock_at(),
  updated_at               timestamptz not null default clock_at(),
  unique (unit_id, id),
  constraint service_slug_is_taken unique (unit_id, slug)
);

-- D1: sessions last 30, 60 or 90 minutes. A duration no longer offered stays, because past appointments point at it.
create table service_durations (
  service_id   uuid not null references services,
  minutes      integer not null constraint duration_is_30_60_or_90 check (minutes in (30, 60, 90)),
  is_offered   boolean not null default true,
  primary key (service_id, minutes)
);

-- What a service needs at the same time: one `provider`, one `room`, …
create table service_roles (
  service_id   uuid not null references services,
  role         text not null constraint role_is_kebab_case check (role ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(role) <= 40),
  position     integer not null default 0,
  primary key (service_id, role)
);

create table service_role_resources (
  unit_id      uuid not null,
  service_id   uuid not null,
  role         text not null,
  resource_id  uuid not null,
  primary key (service_id, role, resource_id),
  foreign key (unit_id, service_id) references services (unit_id, id),
  foreign key (service_id, role) references service_roles (service_id, role) on delete cascade,
  foreign key (unit_id, resource_id) references resources (unit_id, id)
);
create index service_role_resources_by_resource on service_role_resources (resource_id);

-- Weekly opening hours in the resource's local wall time. 24:00 closes at midnight; windows that touch are one.
create table working_hours (
  id           uuid primary key,
  unit_id      uuid not null,
  resource_id  uuid not null,
  weekday      integer not null constraint weekday_is_iso check (weekday between 1 and 7),
  opens_at     time not null,
  closes_at    time not null,
  valid_from   date,
  valid_to     date,
  constraint closes_after_it_opens check (closes_at > opens_at),
  constraint validity_ends_after_it_begins check (valid_to is null or valid_from is null or valid_to >= valid_from),
  foreign key (unit_id, resource_id) references resources (unit_id, id)
);
create index working_hours_by_resource on working_hours (resource_id);

-- One local date that differs: closed (no times) or other hours (one row per window). No resource: the whole unit.
create table hours_exceptions (
  id           uuid primary key,
  unit_id      uuid not null references units,
  resource_id  uuid,
  on_date      date not null,
  opens_at     time,
  closes_at    time,
  note         text not null default '',
  constraint closed_or_a_window check ((opens_at is null) = (closes_at is null)),
  constraint exception_closes_after_it_opens check (closes_at > opens_at),
  foreign key (unit_id, resource_id) references resources (unit_id, id)
);
create index hours_exceptions_by_date on hours_exceptions (unit_id, on_date);

create table clients (
  id           uuid primary key,
  unit_id      uuid not null references units,
  name         text not null constraint client_has_a_name check (length(trim(name)) between 1 and 200),
  phone        text constraint client_phone_is_e164 check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  email        text constraint client_email_has_an_at check (email like '_%@_%'),
  locale       text constraint client_speaks_a_known_language check (locale in ('lt', 'en', 'pt')),
  time_zone    text constraint client_zone_looks_like_iana check (time_zone ~ '^[A-Za-z][A-Za-z0-9_+/-]*$'),
  notes        text not null default '',
  row_version  integer not null default 1,
  created_at   timestamptz not null default clock_at(),
  updated_at   timestamptz not null default clock_at(),
  unique (unit_id, id),
  -- A phone number is one person within a unit, on every channel (A4).
  constraint client_phone_is_taken unique (unit_id, phone)
);
create index clients_by_email on clients (unit_id, lower(email)) where email is not null;
create index clients_by_name on clients (unit_id, name, id);
