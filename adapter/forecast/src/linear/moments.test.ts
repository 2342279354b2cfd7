import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addRow, designFor, MomentTaker, noMoments } from './moments.ts';

test('moments of a range of rows are those of its rows one by one, whatever the width', () => {
  const cell = fc.integer({ min: -9, max: 9 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(cell, { minLength: 90, maxLength: 90 }),
      (width, cells) => {
        const rows = 10;
        const design = designFor(rows, width);
        design.columns.set(cells.slice(0, rows * width));
        const target = Float64Array.from(cells.slice(80));
        const weights = Float64Array.from({ length: rows }, (_, row) => row % 4);
        const found = new MomentTaker(design, target).take(weights, 2, 9);
        const expected = noMoments(width);
        for (let row = 2; row < 9; row += 1)
          addRow(
            expected,
            Float64Array.from({ length: width }, (_, k) => design.columns[k * rows + row] ?? Number.NaN),
            target[row] ?? Number.NaN,
            weights[row] ?? Number.NaN,
          );
        expect(found).toEqual(expected);
      },
    ),
  );
});
