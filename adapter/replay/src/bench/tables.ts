import { seeded } from '../seeded.ts';
import { bootstrap, type Interval } from './bootstrap.ts';
import type { CurvePoint } from './curves.ts';

/** One setting of one policy over all traces. */
export interface PooledRow {
  readonly policy: string;
  readonly setting: string;
  readonly interval: Interval;
  readonly actionsPerDay: number;
  /** Asked risk kept: observed ÷ asked, mean over traces; of the settings that ask for a risk. */
  readonly kept: number | undefined;
}

/** Pools the points of all traces by policy and setting. */
export function pooledRows(points: readonly CurvePoint[]): readonly PooledRow[] {
  const groups = Map.groupBy(points, ({ policy, setting }) => `${policy}|${setting}`);
  return Array.from(groups.values(), (group) => {
    const [first] = group as [CurvePoint, ...CurvePoint[]];
    const mean = (value: (point: CurvePoint) => number) =>
      group.reduce((sum, point) => sum + value(point), 0) / group.length;
    const asked = first.policy === 'predictive' ? Number.parseFloat(first.setting) : undefined;
    return {
      policy: first.policy,
      setting: first.setting,
      interval: bootstrap(
        group.map(({ days }) => days),
        seeded(7),
      ),
      actionsPerDay: mean(({ score }) => score.actionsPerDay),
      kept: asked && mean(({ score }) => score.observedRiskPercent / asked),
    };
  });
}

/** The pooled curves as a Markdown table. */
export function pooledTable(rows: readonly PooledRow[]): string {
  const lines = rows.map(({ policy, setting, interval, actionsPerDay, kept }) => {
    const short = cell(interval.short, 1);
    const pods = cell(interval.perNeeded, 2);
    return `| ${policy} | ${setting} | ${short} | ${pods} | ${actionsPerDay.toFixed(0)} | ${kept?.toFixed(2) ?? ''} |`;
  });
  return `\nall traces\n| policy | setting | short min/day | pod-hours per needed hour | actions/day | observed ÷ asked |\n|---|---|---|---|---|---|\n${lines.join('\n')}\n`;
}

/** The curves of one trace as a Markdown table. */
export function traceTable(points: readonly CurvePoint[]): string {
  const lines = points.map(({ policy, setting, score }) => {
    const { violationMinutesPerDay, podHoursPerDemandHour, actionsPerDay } = score;
    return `| ${policy} | ${setting} | ${violationMinutesPerDay.toFixed(1)} | ${podHoursPerDemandHour.toFixed(2)} | ${actionsPerDay.toFixed(0)} |`;
  });
  return `\n${points[0]?.trace}\n| policy | setting | short min/day | pod-hours per needed hour | actions/day |\n|---|---|---|---|---|\n${lines.join('\n')}\n`;
}

const cell = ([centre, low, high]: readonly [number, number, number], digits: number): string =>
  `${centre.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
