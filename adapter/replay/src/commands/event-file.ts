import { readFileSync } from 'node:fs';
import { CalendarError, type EventWindow, icsEvents, occurrences, readEvents } from '@pricecast/decision';
import { ReplayError } from '../replay-error.ts';
import type { World } from '../world.ts';
import { syncSeconds } from '../world.ts';
import type { ReplayOptions } from './options.ts';

/**
 * Occurrences over the whole replay of the events in a file.
 * @throws ReplayError `EVENTS_INVALID`
 */
export function readEventFile(path: string, world: World, options: ReplayOptions): readonly EventWindow[] {
  const from = 1_000 * world.startsAt;
  const span = { from, to: from + 1_000 * syncSeconds * world.syncs };
  const { eventLoadPercent: loadPercent, eventRampSeconds: rampSeconds } = options;
  try {
    const text = readFileSync(path, 'utf8');
    if (!path.toLowerCase().endsWith('.ics')) return occurrences(readEvents(text), span);
    return icsEvents(text, span, { effect: { type: 'Percent', loadPercent }, rampSeconds });
  } catch (cause) {
    if (!(cause instanceof CalendarError || (cause instanceof Error && 'code' in cause))) throw cause;
    throw new ReplayError('EVENTS_INVALID', `the events of ${path} cannot be used: ${cause.message}`, {
      cause,
    });
  }
}
