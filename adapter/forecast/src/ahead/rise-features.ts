import { indicatorWidths, writeRiseOfIndicators } from './indicator-features.ts';
import type { RowWriter } from './row-writer.ts';
import { Scene } from './scene.ts';

const around = 4;
const aroundLongest = 2;
const base = 30;
const recent = 10;
const wide = 8;
const meanWidths = [15, 30, 60, 240];
/** Constant column, small so that the penalty of the regression spares it little. */
const constant = 0.1;

const own = recent + meanWidths.length + 4 * (2 * around + 1) + 2 * aroundLongest + 1 + 4;

/** Number of features that the regression of the rise has beside so many indicators. */
export const riseWidth = (indicators: number): number => own + indicators * indicatorWidths.rise;

/**
 * What the rise from now to the window may depend on: the newest steps, means behind them, and the shape that
 * the seasons had around the same moment, last time and on average, each relative to its own half hour before.
 */
export function writeRise(scene: Scene, row: RowWriter): void {
  const { now, seasons } = scene;
  const level = scene.level(now);
  for (let back = 0; back < recent; back += 1)
    row.put(now > back ? scene.level(now - back) - scene.level(now - back - 1) : 0);
  for (const width of meanWidths) row.put(level - scene.mean(now, width));
  writeLast(scene, row, seasons.long, around);
  writeUsual(scene, row, seasons.long);
  writeLast(scene, row, seasons.short, around);
  writeUsual(scene, row, seasons.short);
  writeLast(scene, row, seasons.longest, aroundLongest);
  row.put(largestLast(scene), largestUsual(scene), constant, Math.max(0, level - scene.mean(now, base)));
  writeRiseOfIndicators(scene, row);
}

/** Shape of the last cycle around the moment that is forecast. */
function writeLast(scene: Scene, row: RowWriter, season: number, width: number): void {
  const before = scene.now - season;
  const known = before >= base;
  const level = known ? scene.mean(before, base) : 0;
  for (let offset = -width; offset <= width; offset += 1) {
    const step = before + scene.ahead + offset;
    row.put(known && step <= scene.now ? scene.level(step) - level : 0);
  }
}

/** Shape of the mean cycle around the moment that is forecast. */
function writeUsual(scene: Scene, row: RowWriter, season: number): void {
  const usual = season === scene.seasons.long ? scene.usualLong : scene.usualShort;
  const known = scene.now >= season;
  const level = known ? usual.meanUpTo(scene.now, base) : 0;
  for (let offset = -around; offset <= around; offset += 1)
    row.put(known ? usual.at(scene.now + scene.ahead + offset) - level : 0);
}

function largestLast(scene: Scene): number {
  const before = scene.now - scene.seasons.long;
  if (before < base) return 0;
  return Scene.largest(before + scene.ahead, wide, (step) => scene.level(step)) - scene.mean(before, base);
}

function largestUsual({ now, ahead, seasons, usualLong }: Scene): number {
  if (now < seasons.long) return 0;
  return Scene.largest(now + ahead, wide, (step) => usualLong.at(step)) - usualLong.meanUpTo(now, base);
}
