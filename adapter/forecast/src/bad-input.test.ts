import { describe, expect, test } from 'vitest';
import { answerLine } from './commands/answer-line.ts';
import type { Forecast } from './forecast.ts';

/** What the command answers to histories that go wrong: a reason beside an answer, or a code. */
interface Line {
  readonly id: string;
  readonly error?: { readonly code: string; readonly message: string };
}

const hour = (index: number) => 100 + 40 * Math.sin((index / 24) * 2 * Math.PI) + ((index * 7919) % 101) / 10;
const daily = Array.from({ length: 240 }, (_, index) => hour(index));
const times = (step: number) => daily.map((_, index) => 1_767_225_600 + index * step);

type Case = readonly [name: string, line: Record<string, unknown>];

const answered: readonly Case[] = [
  ['one value', { values: [7] }],
  ['two values', { values: [7, 9] }],
  ['a constant', { values: Array(200).fill(5) }],
  ['nothing but zeros', { values: Array(200).fill(0) }],
  ['nine of ten missing', { values: daily.map((value, index) => (index % 10 === 0 ? value : null)) }],
  ['spikes of a million', { values: daily.map((value, index) => (index % 50 === 49 ? 1e6 : value)) }],
  ['values of 1e15', { values: daily.map((value) => value * 1e13) }],
  ['negative values', { values: daily.map((value) => value - 200) }],
  ['a horizon longer than the history', { values: [1, 3, 2, 4, 3, 5] }],
  ['a gap up to the end', { values: [...daily, ...Array(40).fill(null)] }],
  ['a step of one second', { values: daily, stepSeconds: 1 }],
  ['a step of one day', { values: daily, stepSeconds: 86_400 }],
  [
    'times with a hole',
    { values: daily, times: times(3600).map((time, index) => time + (index > 99 ? 7200 : 0)) },
  ],
];

const refused: readonly (readonly [...Case, code: string])[] = [
  ['an empty history', { values: [] }, 'HISTORY_EMPTY'],
  ['nothing but gaps', { values: [null, null] }, 'HISTORY_ALL_MISSING'],
  ['a word among the values', { values: [1, 'two'] }, 'VALUE_INVALID'],
  ['a value beyond measure', { values: [1, 1e300] }, 'VALUE_INVALID'],
  ['no values', {}, 'LINE_INVALID'],
  ['a horizon of nothing', { values: [1, 2], horizon: 0 }, 'REQUEST_INVALID'],
  ['a step of nothing', { values: [1, 2], stepSeconds: 0 }, 'REQUEST_INVALID'],
  ['a zone that is none', { values: [1, 2], timeZone: 'Mars/Olympus' }, 'TIME_ZONE_UNKNOWN'],
  ['the same time twice', { values: [1, 2], times: [60, 60] }, 'TIMES_DUPLICATE'],
  ['times that go back', { values: [1, 2, 3], times: [60, 180, 120] }, 'TIMES_UNORDERED'],
  ['more times than values', { values: [1], times: [60, 120] }, 'REQUEST_INVALID'],
  ['times that are none', { values: [1, 2], times: ['soon', 'later'] }, 'REQUEST_INVALID'],
  ['times of a step too small', { values: [1, 2], times: [0, 1e9], stepSeconds: 1 }, 'REQUEST_INVALID'],
];

const lines = [...answered, ...refused].map(([id, line]) =>
  JSON.stringify({ id, stepSeconds: 3600, horizon: 12, levels: [0.8], windows: [12], ...line }),
);
const answers = new Map(
  lines.map((line): [string, Line & Forecast] => {
    // As it goes over the wire: what JSON cannot say is lost.
    const found: Line & Forecast = JSON.parse(JSON.stringify(answerLine(line)));
    return [found.id, found];
  }),
);

describe.each(answered.map(([name]) => name))('%s', (name) => {
  const found = answers.get(name);

  test('is answered with finite numbers in the order of their probabilities', () => {
    expect(found?.error).toBeUndefined();
    expect(found?.point).toHaveLength(12);
    for (const value of found?.point ?? []) expect(Number.isFinite(value)).toBe(true);
    const peaks = Object.values(found?.windowMax['12'] ?? {});
    expect(peaks).toEqual(peaks.toSorted((one, other) => one - other));
  });

  test('says which model answered, and why where it stands alone', () => {
    expect(found?.model.name).not.toBe('');
    if (found?.model.name !== 'ensemble') expect(found?.model.reason).toMatch(/\w+ \w+/);
  });
});

test.each(refused)('%s is refused by code, with a sentence', (name, _, code) => {
  expect(answers.get(name)?.error).toEqual({ code, message: expect.stringMatching(/\w+ \w+/) });
});

test.each([
  ['a line that is no JSON', '{"values":['],
  ['a line that is no object', '[1,2]'],
])('%s is answered by LINE_INVALID', (_, line) => {
  expect(answerLine(line)).toMatchObject({ error: { code: 'LINE_INVALID' } });
});
