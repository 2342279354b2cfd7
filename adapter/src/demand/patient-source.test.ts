import { beforeEach, describe, expect, test } from 'vitest';
import { PatientSource } from './patient-source.ts';
import { type Reading, unread } from './reading.ts';

const seconds = (count: number) => count * 1_000;
const fault = unread('DemandUnreachable', 'Nobody answers');
const value: Reading = { kind: 'Value', at: 0, load: 3 };

let now = 0;
let asked = 0;
let reading: Reading = value;
let source: PatientSource;
beforeEach(() => {
  [now, asked, reading] = [0, 0, value];
  source = new PatientSource(
    {
      read: async () => {
        asked += 1;
        return reading;
      },
      close: async () => {},
    },
    { now: () => now, monotonicMs: () => now, random: () => 1 },
  );
});

async function readAt(second: number): Promise<Reading> {
  now = seconds(second);
  return source.read(new AbortController().signal);
}

describe('a source that fails', () => {
  test('is asked at growing distances, 20 s at most, and says the same meanwhile', async () => {
    reading = fault;
    const askedAt: number[] = [];
    for (let second = 0; second <= 300; second += 1) {
      const before = asked;
      expect(await readAt(second)).toMatchObject({ kind: 'Missing', reason: 'DemandUnreachable' });
      if (asked > before) askedAt.push(second);
    }
    expect(askedAt).toEqual([0, 2, 6, 14, 30, ...Array.from({ length: 13 }, (_, more) => 50 + 20 * more)]);
  });

  test('tells when it was seen last, by a moment that does not change', async () => {
    await readAt(5);
    reading = fault;
    const first = await readAt(20);
    expect(first).toMatchObject({
      what: 'Nobody answers; it was seen last at 1970-01-01T00:00:05Z',
      lastSeen: seconds(5),
    });
    expect(await readAt(200)).toEqual(first);
  });

  test('that was never seen says so, and one that comes back is asked at once from then on', async () => {
    reading = fault;
    expect(await readAt(0)).toMatchObject({
      what: 'Nobody answers; it was not seen yet',
      lastSeen: undefined,
    });
    reading = value;
    await readAt(10);
    reading = fault;
    await readAt(11);
    await readAt(13);
    expect(asked).toBe(4);
  });
});
