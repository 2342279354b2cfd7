import type { PooledRow } from './tables.ts';

const size = { width: 860, height: 480, left: 60, right: 190, top: 20, bottom: 44 } as const;
const widest = { low: 1, high: 3 } as const;
const shown = { low: 1, high: 200 } as const;
const colours = [
  '#1668c4',
  '#0a9bb0',
  '#c4561a',
  '#8a6d1b',
  '#7a4fb5',
  '#3b8f3e',
  '#b5427f',
  '#6b7683',
  '#a33a2a',
  '#2d6a6a',
  '#9a9d20',
  '#d08c2e',
  '#4c4f8f',
  '#7d5a4f',
  '#c75d9b',
  '#2f8f83',
  '#555',
];

const look =
  'xmlns="http://www.w3.org/2000/svg" font-family="system-ui,sans-serif" font-size="12" fill="#788"';
const title = '<title>Minutes short a day over pod-hours per needed hour</title>';
/** Height above a panel for its name. */
const caption = 22;

/** Curves of the policies as a picture: minutes short a day (logarithmic) over pod-hours per needed hour. */
export const curvePicture = (rows: readonly PooledRow[]): string =>
  `<svg ${look} viewBox="0 0 ${size.width} ${size.height}">${title}${chart(rows)}</svg>\n`;

/** The same of several loads, each in a panel of its own with its name. */
export function curvePanels(loads: ReadonlyMap<string, readonly PooledRow[]>): string {
  const [width, height] = [size.width / 2, size.height / 2 + caption];
  const panels = Array.from(loads, ([name, rows], index) => {
    const [x, y] = [(index % 2) * width, Math.floor(index / 2) * height];
    const half = `translate(${x} ${y + caption}) scale(0.5)`;
    return `<text x="${x + size.left / 2}" y="${y + caption - 4}" font-size="13">${name}</text><g transform="${half}">${chart(rows)}</g>`;
  });
  const tall = Math.ceil(loads.size / 2) * height;
  return `<svg ${look} viewBox="0 0 ${size.width} ${tall}">${title}<rect width="100%" height="100%" fill="#fff"/>${panels.join('')}</svg>\n`;
}

function chart(rows: readonly PooledRow[]): string {
  const groups = [...Map.groupBy(rows, ({ policy }) => policy)];
  const curves = groups.map(([policy, settings], index) => curve(policy, settings, index));
  const xs = [1, 1.5, 2, 2.5, 3].map((x) => {
    const at = placeX(x);
    return `<line x1="${at}" x2="${at}" y1="${size.top}" y2="${size.height - size.bottom}" stroke="#8884"/><text x="${at}" y="${size.height - 26}" text-anchor="middle">${x}</text>`;
  });
  const ys = [1, 3, 10, 30, 100].map((y) => {
    const at = placeY(y);
    return `<line x1="${size.left}" x2="${size.width - size.right}" y1="${at}" y2="${at}" stroke="#8884"/><text x="${size.left - 6}" y="${at + 4}" text-anchor="end">${y}</text>`;
  });
  const middle = (size.left + size.width - size.right) / 2;
  return `<rect width="${size.width}" height="${size.height}" fill="#fff"/>${xs.join('')}${ys.join('')}<text x="${middle}" y="${size.height - 8}" text-anchor="middle">pod-hours per needed hour</text><text transform="translate(16 ${size.height / 2}) rotate(-90)" text-anchor="middle">minutes short a day</text>${curves.join('')}`;
}

function curve(policy: string, settings: readonly PooledRow[], index: number): string {
  const colour = colours[index % colours.length];
  const places = settings
    .map(({ interval }) => [placeX(interval.perNeeded[0]), placeY(interval.short[0])] as const)
    .toSorted(([a], [b]) => a - b);
  const line = places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const dots = places.map(
    ([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}"/>`,
  );
  const label = `<text x="${size.width - size.right + 14}" y="${size.top + 14 + 20 * index}" fill="${colour}">● ${policy}</text>`;
  return `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="${index === 0 ? 2.5 : 1.2}"/>${dots.join('')}${label}`;
}

function placeX(perNeeded: number): number {
  const share = (Math.min(widest.high, perNeeded) - widest.low) / (widest.high - widest.low);
  return size.left + Math.max(0, share) * (size.width - size.left - size.right);
}

function placeY(short: number): number {
  const bounded = Math.min(shown.high, Math.max(shown.low / 2, short));
  const share = Math.log(bounded / (shown.low / 2)) / Math.log((2 * shown.high) / shown.low);
  return size.height - size.bottom - share * (size.height - size.top - size.bottom);
}
