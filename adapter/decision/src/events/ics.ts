import ICAL from 'ical.js';
import { CalendarError } from './calendar-error.ts';
import type { EventWindow, TimeSpan } from './event-window.ts';

/** Occurrences of one event that are looked at before it is given up: a rule may never end. */
const mostOccurrences = 10_000;

/**
 * Events of a calendar file that have an effect within a span: single and recurring ones, with their time zones,
 * exceptions and moved occurrences. All have the effect and the ramp that is given. (RFC 5545)
 * @throws CalendarError `ICS_INVALID`
 */
export function icsEvents(
  text: string,
  span: TimeSpan,
  { effect, rampSeconds }: Pick<EventWindow, 'effect' | 'rampSeconds'>,
): readonly EventWindow[] {
  const calendar = read(text);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  return events
    .filter((event) => !event.isRecurrenceException())
    .flatMap((event) => windowsOf(event, span.to + rampSeconds * 1_000))
    .filter(({ startsAt, endsAt }) => endsAt > span.from && startsAt <= span.to + rampSeconds * 1_000)
    .map((window) => ({ ...window, rampSeconds, effect }));
}

function read(text: string): ICAL.Component {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    if (calendar.name === 'vcalendar') return calendar;
  } catch (cause) {
    throw new CalendarError('ICS_INVALID', 'the file is no iCalendar file as RFC 5545 describes it', {
      cause,
    });
  }
  throw new CalendarError('ICS_INVALID', 'the file does not begin with BEGIN:VCALENDAR');
}

function windowsOf(event: ICAL.Event, until: number): Pick<EventWindow, 'name' | 'startsAt' | 'endsAt'>[] {
  const name = event.summary ?? event.uid ?? 'event';
  if (!event.isRecurring())
    return [{ name, startsAt: instant(event.startDate), endsAt: instant(event.endDate) }];
  const windows: Pick<EventWindow, 'name' | 'startsAt' | 'endsAt'>[] = [];
  const iterator = event.iterator();
  for (let count = 0; count < mostOccurrences; count += 1) {
    const next = iterator.next();
    if (!next || instant(next) > until) break;
    const { startDate, endDate, item } = event.getOccurrenceDetails(next);
    windows.push({ name: item.summary ?? name, startsAt: instant(startDate), endsAt: instant(endDate) });
  }
  return windows;
}

const instant = (time: ICAL.Time): number => time.toUnixTime() * 1_000;
