import type { Alert, Bar, Prediction } from '@pricecast/market';

/** What a chart draws: seconds since the epoch, and per line a value, `null` for a hole, `undefined` for no say. */
export interface ChartLines {
  readonly times: readonly number[];
  readonly price: readonly Value[];
  readonly lower95: readonly Value[];
  readonly upper95: readonly Value[];
  readonly lower80: readonly Value[];
  readonly upper80: readonly Value[];
}

type Value = number | null | undefined;

/** A stretch of time whose trades are missing, in seconds since the epoch. */
export interface Hole {
  readonly from: number;
  readonly to: number;
}

/** What is known of one symbol. */
export interface Facts {
  /** Of one length, oldest first. */
  readonly bars: readonly Bar[];
  /** Price by second since the epoch, of seconds whose bar has not come yet. */
  readonly open: ReadonlyMap<number, number>;
  /** Of the price, any order. */
  readonly predictions: readonly Prediction[];
}

/** Stretches between bars whose ids do not follow on one another. Where they do, nothing was traded in between. */
export function holesOf(bars: readonly Bar[]): Hole[] {
  return bars.flatMap((bar, place) => {
    const before = bars[place - 1];
    if (before === undefined || bar.firstId <= before.lastId + 1) return [];
    return [{ from: before.start / 1_000 + before.intervalSeconds, to: bar.start / 1_000 }];
  });
}

/** Lines of a chart from `from` on, in seconds since the epoch. `horizonSeconds`: whose past forecasts are shown. */
export function chartLines(facts: Facts, from: number, horizonSeconds: number, reach: number): ChartLines {
  const points = new Map<number, Partial<Record<keyof Omit<ChartLines, 'times'>, Value>>>();
  const put = (time: number, values: Partial<Record<keyof Omit<ChartLines, 'times'>, Value>>) => {
    if (time >= from) points.set(time, { ...points.get(time), ...values });
  };
  for (const bar of facts.bars) put(bar.start / 1_000 + bar.intervalSeconds, { price: Number(bar.close) });
  for (const [second, price] of facts.open) put(second, { price });
  for (const { time, ...band } of forecastBand(facts.predictions, horizonSeconds, reach)) put(time, band);
  for (const hole of holesOf(facts.bars)) breakAt(hole, [...points.keys()], put);
  const times = [...points.keys()].sort((left, right) => left - right);
  const line = (name: keyof Omit<ChartLines, 'times'>) => times.map((time) => points.get(time)?.[name]);
  return {
    times,
    price: line('price'),
    lower95: line('lower95'),
    upper95: line('upper95'),
    lower80: line('lower80'),
    upper80: line('upper80'),
  };
}

/** Breaks the line behind the last price before a hole, and wherever a forecast has a say within it. */
function breakAt(
  { from, to }: Hole,
  times: readonly number[],
  put: (time: number, values: { readonly price: null }) => void,
): void {
  const inside = times.filter((time) => time > from && time < to);
  for (const time of [from + 0.001, ...inside]) put(time, { price: null });
}

interface BandPoint {
  readonly time: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly lower80: number;
  readonly upper80: number;
}

/** Intervals as they were forecast one horizon before, and from the newest forecast on those of every horizon. */
export function forecastBand(
  predictions: readonly Prediction[],
  horizonSeconds: number,
  reach: number,
): BandPoint[] {
  const newest = Math.max(...predictions.map(({ basedOn }) => basedOn));
  const ahead = predictions.filter(
    (one) => one.basedOn === newest && one.horizonSeconds <= reach && one.forAt > newest,
  );
  const past = predictions.filter((one) => one.horizonSeconds === horizonSeconds && one.forAt <= newest);
  const byTime = new Map([...past, ...ahead].map((one) => [one.forAt, bandPoint(one)]));
  return [...byTime.values()].sort((left, right) => left.time - right.time);
}

function bandPoint({ forAt, intervals }: Prediction): BandPoint {
  const widest = intervals.at(-1);
  const narrow = intervals.length > 1 ? intervals[0] : widest;
  return {
    time: forAt / 1_000,
    lower95: widest?.lower ?? Number.NaN,
    upper95: widest?.upper ?? Number.NaN,
    lower80: narrow?.lower ?? Number.NaN,
    upper80: narrow?.upper ?? Number.NaN,
  };
}

/** The newest step of each alert, the one that began last first. */
export function newestSteps(alerts: readonly Alert[]): Alert[] {
  const byId = new Map<string, Alert>();
  for (const alert of alerts) {
    const known = byId.get(alert.id);
    if (known === undefined || alert.time >= known.time) byId.set(alert.id, alert);
  }
  return [...byId.values()].sort((left, right) => right.openedAt - left.openedAt);
}
