import type { PredictiveScalerSpec } from '@pricecast/crds';
import { type Cron, fitsDay, readCron } from './cron.ts';
import type { EventWindow, TimeSpan } from './event-window.ts';
import { dateOf, LocalClock } from './local-time.ts';

type ScalingEvent = NonNullable<PredictiveScalerSpec['events']>[number];

/**
 * Occurrences of the events of a scaler that have an effect within a span, in the order of the spec.
 * @throws CalendarError `CRON_INVALID`, `TIME_ZONE_UNKNOWN`
 */
export function occurrences(events: readonly ScalingEvent[], span: TimeSpan): readonly EventWindow[] {
  return events.flatMap((event) => {
    const wide = {
      from: span.from - event.durationSeconds * 1_000,
      to: span.to + event.rampSeconds * 1_000,
    };
    return beginsOf(event, wide)
      .filter((startsAt) => startsAt >= wide.from && startsAt <= wide.to)
      .map((startsAt) => windowOf(event, startsAt));
  });
}

function beginsOf(event: ScalingEvent, span: TimeSpan): readonly number[] {
  if (event.schedule === undefined) return [Date.parse(event.startsAt ?? '')];
  const clock = new LocalClock(event.timeZone);
  const cron = readCron(event.schedule);
  const excluded = new Set(event.excludedDates ?? []);
  return clock
    .days(span.from, span.to)
    .filter((midnight) => fitsDay(cron, dateOf(midnight)) && !excluded.has(written(midnight)))
    .flatMap((midnight) => timesOf(cron).map((minutes) => clock.moment(midnight, minutes)));
}

const timesOf = ({ hours, minutes }: Cron): readonly number[] =>
  [...hours].flatMap((hour) => [...minutes].map((minute) => 60 * hour + minute));

function written(midnight: number): string {
  const { year, month, day } = dateOf(midnight);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function windowOf(
  { name, durationSeconds, rampSeconds, loadPercent, loadFloor }: ScalingEvent,
  startsAt: number,
): EventWindow {
  return {
    name,
    startsAt,
    endsAt: startsAt + durationSeconds * 1_000,
    rampSeconds,
    effect:
      loadPercent === undefined
        ? { type: 'Floor', load: Number(loadFloor) }
        : { type: 'Percent', loadPercent },
  };
}
