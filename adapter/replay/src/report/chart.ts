/** A place in a chart: x from 0 to 1, y in its own unit. */
export type Point = readonly [x: number, y: number];

/** One line or band of a chart. */
export interface Series {
  readonly points: readonly Point[];
  readonly className: string;
  /** Lower edge; makes a band of the line. */
  readonly base?: readonly Point[];
  /** Drawn as steps, as counts are. */
  readonly steps?: boolean;
}

const size = { width: 960, height: 260, left: 46, right: 10, top: 10, bottom: 24 } as const;

/** Draws lines and bands over a common scale. `ticks` name places on the x axis. */
export function chart(
  title: string,
  series: readonly Series[],
  ticks: readonly (readonly [number, string])[],
): string {
  const top = Math.max(1e-9, ...series.flatMap(({ points }) => points.map(([, y]) => y)));
  const place = ([x, y]: Point): readonly [number, number] => [
    size.left + x * (size.width - size.left - size.right),
    size.height - size.bottom - (y / top) * (size.height - size.top - size.bottom),
  ];
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const [, y] = place([0, share * top]);
    return `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y}" y2="${y}"/><text x="${size.left - 6}" y="${y + 4}" text-anchor="end">${short(share * top)}</text>`;
  });
  const names = ticks.map(([x, name]) => {
    const [at] = place([x, 0]);
    return `<text x="${at}" y="${size.height - 6}" text-anchor="middle">${name}</text>`;
  });
  const shapes = series.map((one) => shape(one, place));
  return `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">${marks.join('')}${names.join('')}${shapes.join('')}</svg>`;
}

function shape(
  { points, className, base, steps }: Series,
  place: (point: Point) => readonly [number, number],
): string {
  const forth = path(points.map(place), steps === true);
  if (base === undefined) return `<path class="${className}" d="M${forth}"/>`;
  const back = path(base.toReversed().map(place), false);
  return `<path class="${className}" d="M${forth}L${back}Z"/>`;
}

function path(places: readonly (readonly [number, number])[], steps: boolean): string {
  return places
    .map(([x, y], index) => {
      const before = places[index - 1];
      const corner = steps && before !== undefined ? `${x.toFixed(1)} ${before[1].toFixed(1)}L` : '';
      return `${corner}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('L');
}

/** A number as an axis shows it. */
export function short(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  if (value >= 1e4) return `${Number((value / 1e3).toPrecision(3))} k`;
  return String(Number(value.toPrecision(3)));
}
