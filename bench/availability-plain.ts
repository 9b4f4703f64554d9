import type { AvailabilityWorkload } from './availability-workload.ts'

/**
 * What one would write first, for comparison: every day's windows through Temporal, every start tried, every busy time
 * looked at. Answers the same question for the benchmark's service (one role, no buffers, capacity 1).
 */
export function findStartsPlainly(
  workload: AvailabilityWorkload,
  busy: AvailabilityWorkload['resources'][number]['claims'],
  exceptions: AvailabilityWorkload['overrides'],
): number[] {
  const starts: number[] = []
  let day = Temporal.Instant.fromEpochMilliseconds(workload.from).toZonedDateTimeISO(workload.zone).toPlainDate()
  const end = Temporal.Instant.fromEpochMilliseconds(workload.to).toZonedDateTimeISO(workload.zone).toPlainDate()
  for (; Temporal.PlainDate.compare(day, end) <= 0; day = day.add({ days: 1 })) {
    const exception = exceptions.find((one) => one.on === day.toString())
    const windows = exception?.windows ?? workload.rules.filter((rule) => rule.weekday === day.dayOfWeek)
    for (const window of windows) {
      const opensAt = atMinute(day, window.startsAt, workload.zone)
      const closesAt = atMinute(day, window.endsAt, workload.zone)
      for (let start = opensAt; ; start += workload.stepMinutes * 60_000) {
        const slotEnd = start + workload.durationMinutes * 60_000
        if (slotEnd > closesAt) break
        if (start < workload.from || start >= workload.to) continue
        if (!busy.some((claim) => claim.startsAt < slotEnd && claim.endsAt > start)) starts.push(start)
      }
    }
  }
  return starts
}

/** The starts at which at least one resource is free. */
export function findAnyStartsPlainly(workload: AvailabilityWorkload): number[] {
  const starts = new Set<number>()
  for (const { claims } of workload.resources) {
    for (const start of findStartsPlainly(workload, claims, [])) starts.add(start)
  }
  return [...starts].sort((a, b) => a - b)
}

function atMinute(day: Temporal.PlainDate, minute: number, zone: string): number {
  const time = Temporal.PlainTime.from({ hour: Math.floor(minute / 60) % 24, minute: minute % 60 })
  return (minute === 1440 ? day.add({ days: 1 }) : day).toPlainDateTime(time).toZonedDateTime(zone).epochMilliseconds
}
