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
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const rowCount = world.trace.times.length;
  return `${rowCount} rows, one each ${world.stepSeconds} s; one replica serves ${Number(capacity.toPrecision(4))}\n${lines.join('\n')}\n`;
}
