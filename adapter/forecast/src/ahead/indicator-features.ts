import type { RowWriter } from './row-writer.ts';
import type { Scene } from './scene.ts';

/** Brings deviations to the size of the other features, so that the penalty of the regressions is the same for all. */
const size = 0.1;
/** Blocks that the newest step is held against where jumps are told. */
const compared = [2, 4, 6] as const;

/** Number of features that each indicator has for the rise, for the spread and for jumps. */
export const indicatorWidths = { rise: 7, spread: 3, jump: 1 + compared.length } as const;

/** How an indicator has moved, from block to block, and how far off its mean the oldest one was. */
export function writeRiseOfIndicators({ lags }: Scene, row: RowWriter): void {
  for (const { means } of lags)
    means.forEach((mean, block) => {
      row.put(size * (mean - (means[block + 1] ?? 0)));
    });
}

/** How far off its mean an indicator is, to either side, and how much it moved. */
export function writeSpreadOfIndicators({ lags }: Scene, row: RowWriter): void {
  for (const { means } of lags) {
    const [newest = 0] = means;
    const moved = means.reduce(
      (most, mean, block) => Math.max(most, Math.abs(mean - (means[block + 1] ?? mean))),
      0,
    );
    row.put(size * newest, size * Math.abs(newest), size * moved);
  }
}

/** How far off its mean an indicator is, and how far off what it was shortly and long before. */
export function writeJumpOfIndicators({ lags }: Scene, row: RowWriter): void {
  for (const { means } of lags) {
    const [newest = 0] = means;
    row.put(newest);
    for (const block of compared) row.put(newest - (means[block] ?? 0));
  }
}
