import { describe, expect, test } from 'vitest';
import { readCron } from './cron.ts';
import { type EventWindow, eventFloor, withEvents } from './event-window.ts';
import { icsEvents } from './ics.ts';
import { occurrences } from './occurrences.ts';

const at = (iso: string) => Date.parse(iso);
const hour = 3_600_000;
type Events = Parameters<typeof occurrences>[0];
const event = (changes: Partial<Events[number]>): Events => [
  { name: 'sale', timeZone: 'UTC', durationSeconds: 3_600, rampSeconds: 600, ...changes } as Events[number],
];
const begins = (events: Events, from: string, to: string) =>
  occurrences(events, { from: at(from), to: at(to) }).map(({ startsAt }) => new Date(startsAt).toISOString());

describe('occurrences', () => {
  test('a schedule follows the clock of its zone across the change to summer time', () => {
    const daily = event({ schedule: '0 8 * * *', timeZone: 'Europe/Berlin', loadPercent: 200 });
    expect(begins(daily, '2026-03-28T06:30:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-28T07:00:00.000Z',
      '2026-03-29T06:00:00.000Z',
      '2026-03-30T06:00:00.000Z',
    ]);
  });

  test('weekdays, lists and steps; excluded dates do not take place', () => {
    const trading = event({ schedule: '30 9-15/3 * * 1-5', loadPercent: 150, excludedDates: ['2026-01-02'] });
    expect(begins(trading, '2026-01-01T23:00:00Z', '2026-01-05T13:00:00Z')).toEqual([
      '2026-01-05T09:30:00.000Z',
      '2026-01-05T12:30:00.000Z',
    ]);
  });

  test('a single event is seen while it lasts and while it ramps', () => {
    const launch = event({ startsAt: '2026-01-01T10:00:00Z', loadFloor: 500 });
    expect(begins(launch, '2026-01-01T09:51:00Z', '2026-01-01T09:52:00Z')).toHaveLength(1);
    expect(begins(launch, '2026-01-01T09:00:00Z', '2026-01-01T09:40:00Z')).toHaveLength(0);
    expect(begins(launch, '2026-01-01T10:59:00Z', '2026-01-01T11:00:00Z')).toHaveLength(1);
  });

  test('a schedule that cannot be is refused', () => {
    expect(() => readCron('61 * * * *')).toThrow(/"61" is no minute/);
    expect(() => readCron('* * *')).toThrow(/3 fields/);
  });
});

const outlook = { levels: [0.5, 0.9], loads: [100, 120] };
const window = (effect: EventWindow['effect']): EventWindow => ({
  name: 'sale',
  startsAt: 10 * hour,
  endsAt: 11 * hour,
  rampSeconds: 600,
  effect,
});

test.each([
  ['before the ramp nothing changes', 9 * hour, 100],
  ['half of the ramp is half of the rise', 10 * hour - 300_000, 150],
  ['during the event all of it', 10.5 * hour, 200],
  ['after the end nothing', 11 * hour, 100],
])('an event of 200 %%: %s', (_name, moment, median) => {
  const span = { from: moment, to: moment };
  expect(withEvents(outlook, [window({ type: 'Percent', loadPercent: 200 })], span).loads[0]).toBeCloseTo(
    median,
  );
});

test('a floor holds without a forecast, and lifts every quantile with one', () => {
  const floors = [window({ type: 'Floor', load: 110 })];
  const span = { from: 10.2 * hour, to: 10.3 * hour };
  expect(eventFloor(floors, span)).toBe(110);
  expect(withEvents(outlook, floors, span).loads).toEqual([110, 120]);
});

test('a calendar file: recurrence with an exception, in a zone of its own', () => {
  const text = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:1',
    'SUMMARY:Funding',
    'DTSTART:20260101T080000Z',
    'DTEND:20260101T083000Z',
    'RRULE:FREQ=DAILY;COUNT=5',
    'EXDATE:20260102T080000Z',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');
  const found = icsEvents(
    text,
    { from: at('2026-01-01T00:00:00Z'), to: at('2026-01-04T00:00:00Z') },
    { rampSeconds: 0, effect: { type: 'Percent', loadPercent: 300 } },
  );
  expect(found.map(({ startsAt }) => new Date(startsAt).toISOString().slice(0, 10))).toEqual([
    '2026-01-01',
    '2026-01-03',
  ]);
  expect(() =>
    icsEvents('hello', { from: 0, to: 1 }, { rampSeconds: 0, effect: { type: 'Floor', load: 1 } }),
  ).toThrow(expect.objectContaining({ code: 'ICS_INVALID' }));
});
