import { type DaySum, figuresOf } from './days.ts';

/** Means over traces with the interval that holds nine in ten resamples of whole days. */
export interface Interval {
  readonly short: readonly [number, number, number];
  readonly perNeeded: readonly [number, number, number];
}

const resamples = 400;

/** Mean over traces of the figures of each, with days drawn again within their trace. (Efron 1979) */
export function bootstrap(traces: readonly (readonly DaySum[])[], random: () => number): Interval {
  const shorts: number[] = [];
  const perNeeded: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    const drawn = traces.map((days) => days.map(() => days[Math.floor(random() * days.length)] as DaySum));
    const mean = meanFigures(drawn);
    shorts.push(mean.short);
    perNeeded.push(mean.perNeeded);
  }
  const centre = meanFigures(traces);
  return { short: around(centre.short, shorts), perNeeded: around(centre.perNeeded, perNeeded) };
}

function meanFigures(traces: readonly (readonly DaySum[])[]) {
  const figures = traces.map(figuresOf);
  const mean = (value: (one: (typeof figures)[number]) => number) =>
    figures.reduce((sum, one) => sum + value(one), 0) / figures.length;
  return { short: mean(({ short }) => short), perNeeded: mean(({ perNeeded }) => perNeeded) };
}

function around(centre: number, drawn: readonly number[]): readonly [number, number, number] {
  const ordered = drawn.toSorted((a, b) => a - b);
  const at = (level: number) => ordered[Math.floor(level * (ordered.length - 1))] ?? centre;
  return [centre, at(0.05), at(0.95)];
}
