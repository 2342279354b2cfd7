import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Alert, decodeAlert, encodeAlert } from './alert.ts';
import { type Bar, barEnd, decodeBar, encodeBar } from './bar.ts';
import { decodeCleanTrade, encodeCleanTrade } from './clean-trade.ts';
import { decodeFeatures, encodeFeatures } from './features.ts';
import { decodePrediction, encodePrediction } from './prediction.ts';
import { decodeTrade, encodeTrade } from './trade.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => json);

/** The example of a schema in the README: what other programs are written against. */
function example(member: string): string {
  const found = examples.find((json) => member in (JSON.parse(json) as object));
  if (found === undefined) throw new Error(`README.md shows no message with ${member}`);
  return JSON.stringify(JSON.parse(found));
}

const codecs = [
  { name: 'trade', member: 'tradeTime', recode: (text: string) => encodeTrade(decodeTrade(text)) },
  {
    name: 'clean trade',
    member: 'quoteQuantity',
    recode: (text: string) => encodeCleanTrade(decodeCleanTrade(text)),
  },
  { name: 'bar', member: 'quoteVolume', recode: (text: string) => encodeBar(decodeBar(text)) },
  { name: 'features', member: 'windows', recode: (text: string) => encodeFeatures(decodeFeatures(text)) },
  { name: 'alert', member: 'openedAt', recode: (text: string) => encodeAlert(decodeAlert(text)) },
  {
    name: 'prediction',
    member: 'horizonSeconds',
    recode: (text: string) => encodePrediction(decodePrediction(text)),
  },
];

describe.each(codecs)('the $name in the README', ({ member, recode }) => {
  test('is read and written again byte for byte', () => {
    expect(recode(example(member))).toBe(example(member));
  });

  test('is read with a member of a later version', () => {
    const later = JSON.stringify({ ...JSON.parse(example(member)), venue: 'SPOT' });
    expect(() => recode(later)).not.toThrow();
  });

  test.each(Object.keys(JSON.parse(example(member))))('is refused without %s', (missing) => {
    const { [missing]: _, ...rest } = JSON.parse(example(member)) as Record<string, unknown>;
    expect(() => recode(JSON.stringify(rest))).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/_INVALID$/),
        message: expect.stringContaining(missing),
      }),
    );
  });

  test('is refused when it is no JSON', () => {
    expect(() => recode('<html>')).toThrow(/is not JSON/);
  });
});

test.each<[string, (text: string) => unknown, string, Record<string, unknown>, RegExp]>([
  [
    'a bar with a price in exponent notation',
    decodeBar,
    'quoteVolume',
    { high: '1e5' },
    /high: must be a decimal/,
  ],
  ['a bar without trades', decodeBar, 'quoteVolume', { trades: 0 }, /trades/],
  ['an alert of an unknown state', decodeAlert, 'openedAt', { state: 'Closed' }, /state/],
  ['a prediction without intervals', decodePrediction, 'horizonSeconds', { intervals: [] }, /intervals/],
  ['a clean trade that is late in a way', decodeCleanTrade, 'quoteQuantity', { late: false }, /late/],
  ['features with a number as text', decodeFeatures, 'windows', { volume: '1' }, /volume/],
])('%s is refused', (_name, decode, member, change, sentence) => {
  expect(() => decode(JSON.stringify({ ...JSON.parse(example(member)), ...change }))).toThrow(sentence);
});

test('a late trade says so', () => {
  const late = { ...decodeCleanTrade(example('quoteQuantity')), late: true as const };
  expect(decodeCleanTrade(encodeCleanTrade(late))).toEqual(late);
});

test('a bar ends where the next one of its length begins', () => {
  const bar: Bar = decodeBar(example('quoteVolume'));
  expect(barEnd(bar) - bar.start).toBe(bar.intervalSeconds * 1_000);
});

test('the sentence of an alert in the README tells its figures', () => {
  const { message, price }: Alert = decodeAlert(example('openedAt'));
  expect(message).toContain(price);
});
