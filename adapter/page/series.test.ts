import { expect, test } from 'vitest';
import { anExplanation } from '../src/testing/world.ts';
import { seriesOf } from './series.ts';

const { decision, target, demand, leadTimeSeconds, model } = anExplanation('checkout');
const story = {
  ...{ decisions: [decision], target, demand, leadTimeSeconds, model },
  cost: { currency: 'USD', perHour: null, perHourOfPlainHpa: null },
};

test('the lines end with the newest decision where nothing forecasts', () => {
  const { times, load, upper } = seriesOf({ ...story, forecast: null });
  expect({ times, load, upper }).toEqual({ times: [1_772_359_200], load: [60], upper: [137.5] });
});
