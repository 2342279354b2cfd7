import type { ScalerExplanation } from './explanation.ts';

type Row = ScalerExplanation['decisions'][number];

const headings = [
  'TIME',
  'LOAD',
  'FORECAST',
  'READY',
  'PRESENT',
  'WANTED',
  'LIVE',
  'PLAIN HPA',
  'REASON',
  'LIMITED BY',
];

/** The newest decisions as a table, under a head that says what they rest on and above the newest one's sentence. */
export function explanationTable(explanation: ScalerExplanation, last: number): string {
  const rows = explanation.decisions.slice(-last);
  const message = rows.at(-1)?.message ?? 'No decision was made yet.';
  return [...headOf(explanation), '', ...aligned([headings, ...rows.map(cellsOf)]), '', message, ''].join(
    '\n',
  );
}

function headOf({ metadata, target, leadTimeSeconds, model, cost }: ScalerExplanation): string[] {
  const skill =
    model?.skill === null || model === null ? 'not judged yet' : `${Math.round(model.skill * 100)} %`;
  const forecast =
    model === null
      ? 'none yet'
      : `${model.name} on ${hours(model.historySeconds)} of history, skill ${skill}, ${model.armed ? 'armed' : 'not armed'}`;
  const money = cost.perHour === null ? 'no price known' : `${cost.perHour.toFixed(3)} ${cost.currency}/h`;
  const score = cost.score === null ? '' : `, score ${cost.score.toFixed(2)}`;
  return [
    `Scaler:    ${metadata.namespace}/${metadata.name}`,
    `Target:    ${target.kind} ${target.name}`,
    `Lead time: ${Math.round(leadTimeSeconds)} s`,
    `Forecast:  ${forecast}`,
    `Cost:      ${money}${score}`,
  ];
}

const hours = (seconds: number): string =>
  seconds < 3_600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;

function cellsOf(row: Row): string[] {
  const numbers = [row.load, row.forecast].map((value) =>
    value === null ? '-' : String(Number(value.toPrecision(4))),
  );
  const counts = [row.ready, row.present, row.desired, row.live, row.plainHpa].map((count) =>
    String(count ?? '-'),
  );
  return [row.at.slice(11, 19), ...numbers, ...counts, row.reason, row.limitedBy.join(',') || '-'];
}

/** Columns as wide as their widest cell. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
