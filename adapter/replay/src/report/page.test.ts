import { expect, test } from 'vitest';
import { Forecasts } from '../policies/forecasts.ts';
import { dailyTrace, setupOf } from '../testing/daily-trace.ts';
import { advice } from './advice.ts';
import { page } from './page.ts';
import { tell } from './story.ts';

const setup = setupOf(dailyTrace(2));
const story = tell(setup, new Forecasts(setup.world, setup.startupSeconds, { remember: true }), {
  warmupDays: 1,
});

test('the page has every setting, the advice, and needs nothing from elsewhere', () => {
  const html = page(story, 'a<b>.csv');
  expect(html).toContain(advice(story));
  for (const { name } of story.chapters) expect(html).toContain(name);
  expect(html).not.toMatch(/<script|https?:|url\(|<link|a<b>/);
});

test('the advice names a setting that is short no more often than the plain HPA, with both figures', () => {
  const plain = story.chapters.find(({ name }) => name === 'HPA at 70 %')?.score;
  const asked = /risk of ([\d.]+) %/.exec(advice(story))?.[1];
  const picked = story.chapters.find(({ riskPercent }) => String(riskPercent) === asked)?.score;
  expect(picked?.violationMinutesPerDay).toBeLessThanOrEqual(plain?.violationMinutesPerDay ?? 0);
  expect(advice(story)).toContain(`${picked?.violationMinutesPerDay.toFixed(1)} min`);
});

test('more risk asked is never dearer', () => {
  const costs = story.chapters
    .filter(({ kind }) => kind === 'predictive')
    .map(({ score }) => score.costPerDay);
  expect(costs.toSorted((a, b) => b - a)).toEqual(costs);
});
