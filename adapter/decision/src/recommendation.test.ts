import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { DecisionInput } from './decision.ts';
import { experienced, noExperience, type Recommendation, recommendations } from './recommendation.ts';
import { forecastOf, outlookAround, someInput, someSettings } from './testing/decision-input.ts';

const budget = { pricePerReplicaHour: 1, perDay: 13 };

test.each<[string, Partial<DecisionInput>, readonly Recommendation['kind'][]]>([
  ['all is well', {}, []],
  ['the most replicas are too few', { settings: { ...someSettings, maxReplicas: 5 } }, ['RaiseMaxReplicas']],
  [
    'the fewest replicas are too many',
    { settings: { ...someSettings, minReplicas: 40 } },
    ['LowerMinReplicas'],
  ],
  ['the budget is too small', { settings: { ...someSettings, budget } }, ['RaiseBudget']],
  ['samples are missing', { sample: undefined }, ['MendDemand']],
  ['capacity is unknown', { capacity: { type: 'Unknown' } }, ['GiveCapacity']],
  [
    'observed for long enough, it would save',
    { settings: { ...someSettings, mode: 'Observe' }, forecast: forecastOf(outlookAround(700)) },
    ['SwitchOn'],
  ],
])('%s', (_name, changes, kinds) => {
  const input = someInput(changes);
  let seen = noExperience;
  for (let count = 0; count < 240; count += 1) seen = experienced(seen, decide(input));
  expect(recommendations(seen, input.settings).map(({ kind }) => kind)).toEqual(kinds);
});
