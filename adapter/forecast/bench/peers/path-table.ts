import { blockBootstrap, scores } from '../../src/index.ts';
import { type BenchSeries, day } from '../series-set.ts';
import { median } from '../table.ts';
import type { Run } from './contender.ts';
import type { Answer } from './job.ts';

/** Means over the series that were answered. */
interface Means {
  readonly smape: number;
  readonly mase: number;
}

export const pathTitles = [
  'method',
  'by',
  'series',
  'OWA',
  'OWA ÷ ensemble',
  'MASE',
  'MASE − ensemble, 95 %',
  'MSIS',
  'in band',
  'ms each',
  'MiB',
  'note',
];

/** One row of the table of 48-step paths. */
export function pathRow(run: Run, reference: Run, set: readonly BenchSeries[]): string[] {
  const found = judged(run, set);
  const theirs = judged(
    { ...reference, answers: reference.answers.filter(({ id }) => run.answers.some((one) => one.id === id)) },
    set,
  );
  const none = run.answers.length === 0;
  const number = (value: number, digits: number) =>
    none || Number.isNaN(value) ? '-' : value.toFixed(digits);
  return [
    run.name,
    run.version,
    String(run.answers.length),
    number(found.owa, 3),
    number(found.owa / theirs.owa, 2),
    number(found.mase, 3),
    run === reference ? '' : gapTo(run, reference, set),
    number(found.msis, 2),
    none || Number.isNaN(found.coverage) ? '-' : `${(100 * found.coverage).toFixed(1)} %`,
    number(median(run.answers.map(({ cpuMs }) => cpuMs)), 1),
    number(Math.max(...run.answers.map(({ peakKiB }) => peakKiB)) / 1024, 0),
    run.stopped ?? '',
  ];
}

/** How much larger the error is, between the ends of a bootstrap interval over the series; beyond zero it is no chance. */
function gapTo(run: Run, reference: Run, set: readonly BenchSeries[]): string {
  const gaps = set.flatMap((series) => {
    const [one, other] = [run, reference].map(
      ({ answers }) => answers.find(({ id }) => id === series.id)?.path,
    );
    if (one === undefined || other === undefined) return [];
    return [errorsOf(series, one.point).mase - errorsOf(series, other.point).mase];
  });
  const found = blockBootstrap(gaps, { block: 1, level: 0.95, draws: 2000, seed: 1 });
  return found === undefined ? '-' : `${signed(found.lower)} … ${signed(found.upper)}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

function judged({ answers }: Run, set: readonly BenchSeries[]) {
  const rows = answers.flatMap((answer) => {
    const series = set.find(({ id }) => id === answer.id);
    return series === undefined || answer.path === undefined ? [] : [{ series, path: answer.path }];
  });
  const model = means(rows.map(({ series, path }) => errorsOf(series, path.point)));
  const naive = means(rows.map(({ series }) => errorsOf(series, series.naive2)));
  const bands = rows.flatMap(({ series, path }) => bandOf(series, path));
  return {
    owa: scores.owa(model, naive),
    mase: model.mase,
    msis: mean(bands.map(({ msis }) => msis)),
    coverage: mean(bands.map(({ coverage }) => coverage)),
  };
}

function errorsOf({ history, actual }: BenchSeries, point: readonly number[]): Means {
  return { smape: scores.smape(actual, point), mase: scores.mase(history, actual, point, day) };
}

function bandOf({ history, actual }: BenchSeries, { lower, upper }: NonNullable<Answer['path']>) {
  if (lower === undefined || upper === undefined) return [];
  const band = { lower, upper };
  const msis = scores.msis(history, actual, band, { level: 0.95, period: day });
  return [{ msis, coverage: scores.coverageOfBand(actual, band) }];
}

function means(all: readonly Means[]): Means {
  return { smape: mean(all.map(({ smape }) => smape)), mase: mean(all.map(({ mase }) => mase)) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
