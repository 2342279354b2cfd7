import type { Trial } from '../faults/fault-suite.ts';
import type { PolicyName } from '../policies/by-name.ts';
import type { Setup } from '../policies/setup.ts';
import type { Score } from '../score.ts';

const columns: readonly (readonly [string, (score: Score) => string])[] = [
  ['short min/day', (score) => score.violationMinutesPerDay.toFixed(1)],
  ['short %', (score) => score.observedRiskPercent.toFixed(2)],
  ['pod-hours', (score) => score.podHours.toFixed(0)],
  ['per demand-hour', (score) => score.podHoursPerDemandHour.toFixed(2)],
  ['actions/day', (score) => score.actionsPerDay.toFixed(0)],
  ['unserved %', (score) => (100 * score.unservedShare).toFixed(3)],
  ['cost/day', (score) => score.costPerDay.toFixed(2)],
];

/** Scores as a table for people. */
export function asTable({ world, capacity }: Setup, scores: ReadonlyMap<PolicyName, Score>): string {
  const rows = [
    ['policy', ...columns.map(([name]) => name)],
    ...Array.from(scores, ([policy, score]) => [policy, ...columns.map(([, cell]) => cell(score))]),
  ];
  const rowCount = world.trace.times.length;
  return `${rowCount} rows, one each ${world.stepSeconds} s; one replica serves ${Number(capacity.toPrecision(4))}\n${aligned(rows)}`;
}

/** Faults as a table for people: minutes short a day at each place of the trace. */
export function faultTable(trials: readonly Trial[]): string {
  const minutes = (runs: Trial['runs'], of: (run: Trial['runs'][number]) => number) =>
    runs.map((run) => of(run).toFixed(1)).join(' ');
  const rows = [
    ['fault', 'HPA 70 %: short min/day', 'predictive', 'may be', ''],
    ...trials.map(({ fault, runs, held }) => [
      fault,
      minutes(runs, ({ plain }) => plain.violationMinutesPerDay),
      minutes(runs, ({ own }) => own.violationMinutesPerDay),
      minutes(runs, ({ bound }) => bound),
      held ? 'held' : 'falls short',
    ]),
  ];
  return aligned(rows);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  return `${lines.join('\n')}\n`;
}
