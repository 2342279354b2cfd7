import type { PredictiveScalerSpec } from '@pricecast/crds';
import { parseSmallestScaler } from '../smallest-scaler.ts';
import { CalendarError } from './calendar-error.ts';

/**
 * Reads events as `spec.events` of a PredictiveScaler has them, from JSON.
 * @throws CalendarError `EVENTS_INVALID`, with what is wrong and where
 */
export function readEvents(text: string): NonNullable<PredictiveScalerSpec['events']> {
  const parsed = parseSmallestScaler({ events: fromJson(text) });
  if (parsed.ok) return parsed.value.spec.events ?? [];
  throw new CalendarError('EVENTS_INVALID', `the events cannot be used: ${parsed.error.message}`);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CalendarError('EVENTS_INVALID', 'the events are no JSON', { cause });
  }
}
