import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forecastHonesty } from '@pricecast/market';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../repository.ts';

test('docs/market.md shows the figures that the dashboard shows', () => {
  const document = readFileSync(join(repositoryRoot, 'docs/market.md'), 'utf8');
  const listed = [...document.matchAll(/^\| (\d+) min \| (.*) \|$/gm)].map(([, minutes, cells = '']) => [
    60 * Number(minutes),
    ...cells.split(' | ').map((cell) => Number.parseFloat(cell) / (cell.endsWith('%') ? 100 : 1)),
  ]);
  const rows = forecastHonesty.map((row) =>
    Object.values(row).map((figure: number) => expect.closeTo(figure, 6)),
  );
  expect(listed).toEqual(rows);
});
