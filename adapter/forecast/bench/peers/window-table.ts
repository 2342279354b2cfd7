import { scores } from '../../src/index.ts';
import { type BenchSeries, day } from '../series-set.ts';
import { type WindowRule, windowRules } from './window-rivals.ts';

const window = 8;
/** Steps from one origin to the next, from the end of the history on. */
const stride = 8;

export const windowTitles = ['rule', 'windows', 'held', 'pinball 0.9 ÷ HPA', 'reserved too much'];

interface Outcome {
  readonly held: boolean;
  /** In units of the series' daily change. */
  readonly pinball: number;
  /** Excess over the peak, as a share of it. */
  readonly excess: number;
}

/** One row for each rule: how often the maximum stayed under what it said, and what that cost. */
export function windowRows(set: readonly BenchSeries[]): string[][] {
  const outcomes = Object.entries(windowRules).map(([name, rule]) => ({ name, all: outcomesOf(rule, set) }));
  const base = sum(outcomes.at(-1)?.all.map(({ pinball }) => pinball) ?? []);
  return outcomes.map(({ name, all }) => [
    name,
    String(all.length),
    `${((100 * all.filter(({ held }) => held).length) / all.length).toFixed(1)} %`,
    (sum(all.map(({ pinball }) => pinball)) / base).toFixed(2),
    `${((100 * sum(all.map(({ excess }) => excess))) / all.length).toFixed(0)} %`,
  ]);
}

function outcomesOf(rule: WindowRule, set: readonly BenchSeries[]): Outcome[] {
  return set.flatMap(({ history, actual }) => {
    const scale = scores.seasonalScale(history, day);
    const outcomes: Outcome[] = [];
    for (let origin = 0; origin + window <= actual.length; origin += stride) {
      const peak = Math.max(...actual.slice(origin, origin + window));
      const said = rule([...history, ...actual.slice(0, origin)], window);
      const excess = peak > 0 ? Math.max(0, said - peak) / peak : 0;
      outcomes.push({ held: peak <= said, pinball: scores.pinball(peak, said, 0.9) / scale, excess });
    }
    return outcomes;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
