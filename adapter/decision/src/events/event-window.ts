import type { Outlook } from '../outlook.ts';
import type { Instant } from '../sample.ts';

/** One occurrence of something known to come that history cannot tell. */
export interface EventWindow {
  readonly name: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Seconds before the begin over which the effect grows to its full size. */
  readonly rampSeconds: number;
  readonly effect:
    | { readonly type: 'Percent'; readonly loadPercent: number }
    | { readonly type: 'Floor'; readonly load: number };
}

/** Time that a forecast speaks of. */
export interface TimeSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/** How much of its effect an event has at a moment: 0 before the ramp, 1 from begin to end. */
function strength({ startsAt, endsAt, rampSeconds }: EventWindow, at: Instant): number {
  if (at >= endsAt) return 0;
  if (at >= startsAt) return 1;
  const ramp = rampSeconds * 1_000;
  return ramp > 0 ? Math.max(0, 1 - (startsAt - at) / ramp) : 0;
}

/** Strongest moment of an event within a span: the first moment of full effect, or the last one of the span. */
function strongest(event: EventWindow, { from, to }: TimeSpan): number {
  const moment = Math.min(to, Math.max(from, event.startsAt));
  return Math.max(strength(event, moment), strength(event, from));
}

/**
 * The outlook with the events in it. Percentages of several events multiply, the largest floor holds. An event
 * that lowers the load counts only as far as it does so over the whole span: the safe side.
 */
export function withEvents(outlook: Outlook, events: readonly EventWindow[], span: TimeSpan): Outlook {
  const factor = events.reduce((product, event) => product * factorOf(event, span), 1);
  const floor = eventFloor(events, span);
  if (factor === 1 && floor === 0) return outlook;
  return { levels: outlook.levels, loads: outlook.loads.map((load) => Math.max(floor, factor * load)) };
}

function factorOf(event: EventWindow, span: TimeSpan): number {
  if (event.effect.type !== 'Percent') return 1;
  const change = event.effect.loadPercent / 100 - 1;
  const weakest = Math.min(strength(event, span.from), strength(event, span.to));
  return 1 + change * (change > 0 ? strongest(event, span) : weakest);
}

/** Least load that the events promise within a span; 0 without any. It holds whether or not there is a forecast. */
export function eventFloor(events: readonly EventWindow[], span: TimeSpan): number {
  return events.reduce(
    (floor, event) =>
      event.effect.type === 'Floor' ? Math.max(floor, event.effect.load * strongest(event, span)) : floor,
    0,
  );
}
