import { quantile } from '@pricecast/decision';
import { syncSeconds } from '../world.ts';
import { chart, type Point, type Series } from './chart.ts';
import type { Chapter, Story } from './story.ts';

const mostPoints = 900;
const syncsPerDay = 86_400 / syncSeconds;

/** Part of the replay, in looks of the HPA. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const wholeSpan = ({ setup, warmupDays }: Story): Span => ({
  from: Math.min(setup.world.syncs - 1, Math.floor(warmupDays * syncsPerDay)),
  to: setup.world.syncs,
});

/** The day on which the plain HPA was short for longest. */
export function hardestDay(story: Story): Span {
  const plain = story.chapters.find(({ name }) => name === 'HPA at 70 %');
  const { from, to } = wholeSpan(story);
  let hardest: { readonly span: Span; readonly short: number } = { span: { from, to }, short: -1 };
  for (let start = from; plain !== undefined && start + syncsPerDay <= to; start += syncsPerDay) {
    const span = { from: start, to: start + syncsPerDay };
    const short = shortSyncs(story, plain, span);
    if (short > hardest.short) hardest = { span, short };
  }
  return hardest.span;
}

function shortSyncs({ setup }: Story, { ready }: Chapter, { from, to }: Span): number {
  let short = 0;
  for (let sync = from; sync < to; sync += 1)
    if ((setup.world.demand[sync] as number) > (ready[sync] as number) * setup.capacity * (1 + 1e-9))
      short += 1;
  return short;
}

/** The load with the band between the median and the 0.99 quantile that was forecast for it. */
export function loadChart(story: Story, span: Span): string {
  const { world, startupSeconds } = story.setup;
  const shift = Math.round((startupSeconds + 45) / syncSeconds);
  const upper: Point[] = [];
  const lower: Point[] = [];
  const load: Point[] = [];
  for (const [from, to, x] of slices(span)) {
    load.push([x, largest(world.demand, from, to)]);
    const row = world.seen[Math.max(0, to - 1 - shift)] as number;
    const forecast = story.forecasts.at(row, 0);
    if (forecast.type !== 'Available') continue;
    upper.push([x, quantile(forecast.outlook, 0.99)]);
    lower.push([x, quantile(forecast.outlook, 0.5)]);
  }
  const series: Series[] = [
    { points: upper, base: lower, className: 'band' },
    { points: load, className: 'load' },
  ];
  return chart('load and forecast', series, ticksOf(story, span));
}

/** Pods that were needed, and pods that each of the chapters had. */
export function podsChart(story: Story, span: Span, shown: readonly (readonly [Chapter, string])[]): string {
  const { world, capacity } = story.setup;
  const needed = slices(span).map(([from, to, x]): Point => [x, largest(world.demand, from, to) / capacity]);
  const series: Series[] = [
    { points: needed, base: needed.map(([x]): Point => [x, 0]), className: 'needed' },
    ...shown.map(([{ ready }, className]) => ({
      points: slices(span).map(([from, , x]): Point => [x, ready[from] as number]),
      className,
      steps: true,
    })),
  ];
  return chart('pods', series, ticksOf(story, span));
}

function slices({ from, to }: Span): readonly (readonly [number, number, number])[] {
  const count = Math.min(mostPoints, to - from);
  return Array.from({ length: count }, (_, index) => {
    const start = from + Math.floor((index * (to - from)) / count);
    const end = from + Math.floor(((index + 1) * (to - from)) / count);
    return [start, Math.max(start + 1, end), index / count] as const;
  });
}

function largest(values: Float64Array, from: number, to: number): number {
  let found = 0;
  for (let at = from; at < to; at += 1) found = Math.max(found, values[at] as number);
  return found;
}

function ticksOf({ setup }: Story, { from, to }: Span): readonly (readonly [number, string])[] {
  return [0.05, 0.275, 0.5, 0.725, 0.95].map((x) => {
    const seconds = setup.world.startsAt + (from + x * (to - from)) * syncSeconds;
    const iso = new Date(1_000 * seconds).toISOString();
    const long = to - from > 2 * syncsPerDay;
    return [x, long ? iso.slice(5, 10) : `${iso.slice(5, 10)} ${iso.slice(11, 16)}`] as const;
  });
}
