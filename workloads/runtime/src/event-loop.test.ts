import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventLoopWatch } from './event-loop.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const aWindow = 10_000;
const noop = () => {};

test('a loop that ran late over a window is reported until a window goes well', () => {
  const delays = { mean: 20e6, enable: noop, disable: noop, reset: noop };
  using watch = new EventLoopWatch(delays);
  expect(watch.check()).toEqual({ ok: true });
  delays.mean = 1520e6;
  vi.advanceTimersByTime(aWindow);
  expect(watch.check()).toEqual({
    ok: false,
    why: 'The event loop ran 1.5 s late on average over the last 10 s',
  });
  delays.mean = Number.NaN;
  vi.advanceTimersByTime(aWindow);
  expect(watch.check()).toMatchObject({ ok: false });
  delays.mean = 20e6;
  vi.advanceTimersByTime(aWindow);
  expect(watch.check()).toEqual({ ok: true });
});
