import type { RiskSetting } from '@pricecast/decision';
import { spareRiskPercent } from '../faults/bear.ts';
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

/** Faults as a table for people: what was asked, minutes short a day at each place of the trace, how many held. */
export function faultTable(trials: readonly Trial[], risk: RiskSetting): string {
  const minutes = (runs: Trial['runs'], of: (run: Trial['runs'][number]) => number) =>
    runs.map((run) => of(run).toFixed(1)).join(' ');
  const rows = [
    ['fault', 'HPA 70 %: short min/day', 'predictive', 'may be', ''],
    ...trials.map(({ fault, runs, held }) => [
      fault,
      minutes(runs, ({ plain }) => plain.violationMinutesPerDay),
      minutes(runs, ({ own }) => own.violationMinutesPerDay),
      minutes(runs, ({ bound }) => bound),
      held ? 'held' : 'broken',
    ]),
  ];
  const heldCount = trials.filter(({ held }) => held).length;
  return `${asked(risk)}\n${aligned(rows)}${heldCount} of ${trials.length} held\n`;
}

/** What predictive was asked for: a bound cannot be held by who asks for more minutes than it has. */
function asked(risk: RiskSetting): string {
  if (risk.type === 'Cost')
    return `predictive weighs a short minute as ${risk.podHoursPerShortMinute} pod-hours`;
  const most = `predictive may be short ${risk.percent} % of the time`;
  const spare = `the minute a day that the bound leaves beside an HPA that is never short is ${spareRiskPercent.toFixed(3)} %`;
  return risk.percent > spareRiskPercent
    ? `${most}, by wish more than the bound: ${spare}`
    : `${most}; ${spare}`;
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
