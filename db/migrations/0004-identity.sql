-- Staff identity: people and their sessions, what they may do where, and the keys of programs.
-- users, sessions, accounts and verifications are better-auth's four models under our names; it reads and writes them too.
-- New tables, and one foreign key: it locks resources against writes for one pass over them (a row per person and room: milliseconds).

create table users (
  id                    text primary key,
  name                  text not null constraint user_has_a_name check (length(trim(name)) between 1 and 200),
  email                 text not null constraint user_email_is_taken unique
                          constraint user_email_is_lower_case check (email = lower(email) and email like '_%@_%'),
  email_verified        boolean not null default false,
  image                 text,
  is_active             boolean not null default true,
  may_overbook          boolean not null default false,
  -- The password was made by Holdfast and seen by somebody else: nothing is allowed but changing it.
  must_change_password  boolean not null default false,
  row_version           integer not null default 1,
  created_at            timestamptz not null default clock_at(),
  updated_at            timestamptz not null default clock_at()
);

-- A token alone opens nothing: the cookie carries it signed with AUTH_SECRET, which is not in the database.
create table sessions (
  id          text primary key,
  user_id     text not null references users on delete cascade,
  token       text not null constraint session_token_is_unique unique,
  expires_at  timestamptz not null,
  ip_address  text,
  user_agent  text,
  created_at  timestamptz not null default clock_at(),
  updated_at  timestamptz not null default clock_at()
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_expiry on sessions (expires_at);

-- A way to prove who one is; `credential` is the password, hashed with scrypt and a salt of its own.
create table accounts (
  id                        text primary key,
  user_id                   text not null references users on delete cascade,
  provider_id               text not null,
  account_id                text not null,
  password                  text constraint credential_has_a_password check (provider_id <> 'credential' or password is not null),
  access_token              text,
  refresh_token             text,
  id_token                  text,
  access_token_expires_at   timestamptz,
  refresh_token_expires_at  timestamptz,
  scope                     text,
  created_at                timestamptz not null default clock_at(),
  updated_at                timestamptz not null default clock_at(),
  constraint account_belongs_to_one_user unique (provider_id, account_id)
);
create index accounts_by_user on accounts (user_id);

create table verifications (
  id          text primary key,
  identifier  text not null,
  value       text not null,
  expires_at  timestamptz not null,
  created_at  timestamptz not null default clock_at(),
  updated_at  timestamptz not null default clock_at()
);
create index verifications_by_identifier on verifications (identifier);

-- What a person is in a unit. Without a unit: in every unit, those to come included.
create table memberships (
  id       bigint generated always as identity primary key,
  user_id  text not null references users on delete cascade,
  unit_id  uuid constraint membership_is_in_a_unit references units,
  role     text not null constraint membership_role_is_known check (role in ('ADMIN', 'STAFF', 'PROVIDER')),
  constraint role_is_given_once unique nulls not distinct (user_id, unit_id, role)
);
create index memberships_by_unit on memberships (unit_id);

-- 32 random bytes need no slow hash: nobody can try them all.
create table api_keys (
  id            uuid primary key,
  name          text not null constraint api_key_has_a_name check (length(trim(name)) between 1 and 200),
  key_hash      bytea not null constraint api_key_is_unique unique
                  constraint key_hash_is_sha256 check (length(key_hash) = 32),
  -- The first characters of the key, for people to tell keys apart.
  hint          text not null,
  role          text not null constraint api_key_role_is_known check (role in ('ADMIN', 'STAFF', 'PROVIDER')),
  scopes        text[] not null constraint api_key_may_do_something check (cardinality(scopes) > 0),
  expires_at    timestamptz constraint api_key_expires_after_it_is_made check (expires_at > created_at),
  revoked_at    timestamptz,
  -- To the minute: writing it with every request would make reading a write.
  last_used_at  timestamptz,
  row_version   integer not null default 1,
  created_at    timestamptz not null default clock_at()
);

-- The units a key works in. Without a unit: in every one. A key without a row works nowhere.
create table api_key_units (
  id          bigint generated always as identity primary key,
  api_key_id  uuid not null references api_keys on delete cascade,
  unit_id     uuid constraint api_key_is_for_a_unit references units,
  constraint api_key_unit_is_given_once unique nulls not distinct (api_key_id, unit_id)
);

-- Wrong passwords in a row, per account and network address. A hash of the account's name: people type passwords into the
-- wrong field, and names nobody has are counted like the others.
create table sign_in_attempts (
  account_hash     bytea not null,
  address          text not null,
  attempts         integer not null,
  last_attempt_at  timestamptz not null,
  refused_until    timestamptz,
  primary key (account_hash, address)
);
create index sign_in_attempts_by_age on sign_in_attempts (last_attempt_at);

alter table resources add constraint resource_user_exists foreign key (user_id) references users;
