-- Timers for what was booked before there were reminders. Bookings go on meanwhile: rows are added, and no lock is taken that
-- a booking waits for; a second or so per 100 000 upcoming appointments.

insert into reminders (appointment_id, unit_id, starts_at, appointment_version)
  select id, unit_id, starts_at, row_version from appointments where status = 'CONFIRMED' and starts_at > clock_at()
  on conflict do nothing;
