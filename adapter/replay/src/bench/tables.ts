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

/** The curves of each trace as one Markdown table: minutes short a day @ pod-hours per needed hour. */
export function tracesTable(points: readonly CurvePoint[]): string {
  const names = [...new Set(points.map(({ trace }) => trace))];
  const groups = Map.groupBy(points, ({ policy, setting }) => `${policy} | ${setting}`);
  const lines = Array.from(groups, ([setting, group]) => {
    const cells = names.map((name) => figures(group.find(({ trace }) => trace === name)));
    return `| ${setting} | ${cells.join(' | ')} |`;
  });
  const header = `| policy | setting | ${names.join(' | ')} |\n|---|---|${'---|'.repeat(names.length)}`;
  return `\nshort min/day @ pod-hours per needed hour\n${header}\n${lines.join('\n')}\n`;
}

const figures = (point: CurvePoint | undefined): string =>
  point === undefined
    ? ''
    : `${point.score.violationMinutesPerDay.toFixed(1)} @ ${point.score.podHoursPerDemandHour.toFixed(2)}`;

const cell = ([centre, low, high]: readonly [number, number, number], digits: number): string =>
  `${centre.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
