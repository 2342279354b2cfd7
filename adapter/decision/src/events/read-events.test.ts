import { expect, test } from 'vitest';
import { readEvents } from './read-events.ts';

test('events are read as a scaler has them, with their defaults', () => {
  const text = '[{"name":"sale","schedule":"0 8 * * 1-5","durationSeconds":3600,"loadPercent":200}]';
  expect(readEvents(text)).toEqual([
    {
      name: 'sale',
      schedule: '0 8 * * 1-5',
      timeZone: 'UTC',
      durationSeconds: 3_600,
      rampSeconds: 600,
      loadPercent: 200,
    },
  ]);
});

test.each([
  ['no JSON', 'sale at eight', /no JSON/],
  ['a field too few', '[{"name":"sale","durationSeconds":3600,"loadPercent":200}]', /startsAt.*schedule/],
])('%s is refused with what is wrong', (_name, text, message) => {
  expect(() => readEvents(text)).toThrow(
    expect.objectContaining({ code: 'EVENTS_INVALID', message: expect.stringMatching(message) }),
  );
});
