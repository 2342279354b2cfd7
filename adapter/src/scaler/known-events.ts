import type { PredictiveScaler } from '@pricecast/crds';
import { CalendarError, type EventWindow, occurrences, type TimeSpan } from '@pricecast/decision';

/** What a calendar promises for a span of time, and which of its events cannot be read. */
export interface KnownEvents {
  readonly windows: readonly EventWindow[];
  /** A sentence without its end for each event that is left out. */
  readonly faults: readonly string[];
}

/** Events of a scaler that have an effect within a span; one that cannot be read takes none of the others with it. */
export function knownEvents({ events = [] }: PredictiveScaler['spec'], span: TimeSpan): KnownEvents {
  const read = events.map((event): KnownEvents => {
    try {
      return { windows: occurrences([event], span), faults: [] };
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      return { windows: [], faults: [`Event ${event.name} is left out: ${error.message}`] };
    }
  });
  return {
    windows: read.flatMap(({ windows }) => windows),
    faults: read.flatMap(({ faults }) => faults),
  };
}
