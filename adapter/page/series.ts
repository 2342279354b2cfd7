import type { ScalerStory } from './visit.ts';

type Value = number | null;

/** What the charts draw: seconds since the epoch, and one value for each. Null is a hole. */
export interface Series {
  readonly times: readonly number[];
  readonly load: readonly Value[];
  /** 0.5 and 0.9 quantile of the largest load over the lead time that was to come. */
  readonly median: readonly Value[];
  readonly upper: readonly Value[];
  readonly wanted: readonly Value[];
  readonly present: readonly Value[];
  readonly plainHpa: readonly Value[];
}

const second = (instant: string): number => Date.parse(instant) / 1_000;

/** Lines of the decisions, and behind the newest one what the forecast says until its time is over. */
export function seriesOf({ decisions, forecast }: ScalerStory): Series {
  const { maximum } = forecast ?? {};
  const quantile = (level: number): Value => maximum?.loads[maximum.levels.indexOf(level)] ?? null;
  const ahead = forecast === null ? [] : [second(forecast.until)];
  const line = (value: (row: ScalerStory['decisions'][number]) => Value, then: Value = null) => [
    ...decisions.map(value),
    ...ahead.map(() => then),
  ];
  return {
    times: [...decisions.map(({ at }) => second(at)), ...ahead],
    load: line((row) => row.load),
    median: line((row) => row.median, quantile(0.5)),
    upper: line((row) => row.forecast, quantile(0.9)),
    wanted: line((row) => row.desired),
    present: line((row) => row.present),
    plainHpa: line((row) => row.plainHpa),
  };
}
