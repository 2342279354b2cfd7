import { describe, expect, test } from 'vitest';
import { parseWords, UsageError } from './arguments.ts';
import type { ScalerExplanation } from './explanation.ts';
import { explanationTable } from './explanation-table.ts';

const decision = {
  at: '2026-03-01T10:00:05.000Z',
  load: 60.1234,
  forecast: 137.5,
  present: 3,
  ready: 3,
  desired: 7,
  live: 3,
  plainHpa: 5,
  reason: 'Forecast',
  limitedBy: [],
  message: '7 replicas wanted, 3 present, 3 ready.',
};
const explanation: ScalerExplanation = {
  apiVersion: 'explain.pricecast.dev/v1alpha1',
  kind: 'ScalerExplanation',
  metadata: { namespace: 'shop', name: 'checkout' },
  target: { kind: 'Deployment', name: 'checkout' },
  leadTimeSeconds: 31,
  model: { name: 'ensemble', skill: 0.8, coverage: null, armed: true, historySeconds: 9_600 },
  cost: { currency: 'USD', perHour: 0.35, score: 0.43 },
  decisions: [{ ...decision, at: '2026-03-01T10:00:00.000Z', desired: null, reason: 'DataStale' }, decision],
};

test('an explanation is a table that people read', () => {
  expect(explanationTable(explanation, 10)).toBe(`Scaler:    shop/checkout
Target:    Deployment checkout
Lead time: 31 s
Forecast:  ensemble on 2.7 h of history, skill 80 %, armed
Cost:      0.350 USD/h, score 0.43

TIME      LOAD   FORECAST  READY  PRESENT  WANTED  LIVE  PLAIN HPA  REASON     LIMITED BY
10:00:00  60.12  137.5     3      3        -       3     5          DataStale  -
10:00:05  60.12  137.5     3      3        7       3     5          Forecast   -

7 replicas wanted, 3 present, 3 ready.
`);
});

describe('the words of the plugin', () => {
  test.each([
    [
      ['explain', 'psc/cart', '-n', 'shop'],
      { command: 'explain', scaler: 'cart', namespace: 'shop', output: 'table' },
    ],
    [['explain', 'cart', '-o', 'json', '--last', '3'], { scaler: 'cart', output: 'json', last: 3 }],
    [['import', 'predictivescaler/cart', 'a.csv'], { command: 'import', scaler: 'cart', file: 'a.csv' }],
    [[], { command: 'help' }],
  ])('%j', (words, asked) => {
    expect(parseWords(words)).toMatchObject(asked);
  });

  test.each([
    [['explain'], 'name a scaler'],
    [['explain', 'deployment/cart'], '"deployment/cart" is no scaler'],
    [['explain', 'psc/cart', '-o', 'yaml'], '-o is table or json'],
    [['import', 'psc/cart'], 'import needs a CSV file'],
    [['guess', 'psc/cart'], 'there is no command "guess"'],
    [['explain', 'psc/cart', '--lst', '3'], "Unknown option '--lst'"],
  ])('%j is refused', (words, why) => {
    expect(() => parseWords(words)).toThrow(UsageError);
    expect(() => parseWords(words)).toThrow(why);
  });
});
