import { indicatorWidths, writeSpreadOfIndicators } from './indicator-features.ts';
import type { RowWriter } from './row-writer.ts';
import { Scene } from './scene.ts';

const wide = 8;
const constant = 0.1;

const own = 16;

/** Number of features that the regression of the spread has beside so many indicators. */
export const spreadWidth = (indicators: number): number => own + indicators * indicatorWidths.spread;

/** What the size of the miss may depend on: recent misses, those at the same phase, and what moves. */
export function writeSpread(scene: Scene, rise: number, row: RowWriter): void {
  const { now, seasons, spread } = scene;
  row.put(constant, spread.recent, spread.short, spread.long);
  row.put(scene.level(now), Math.abs(rise), Math.max(0, rise));
  row.put(missesAround(scene, now - seasons.long, 10), missesAround(scene, now - seasons.long, 2));
  row.put(meanOf(now, 5, (step) => scene.spreadLong.at(step, spread.long)));
  row.put(meanOf(now, 1, (step) => scene.spreadShort.at(step, 0)));
  row.put(movement(scene, 10), Math.abs(scene.level(now) - scene.level(now - 1)));
  row.put(...ranges(scene));
  writeSpreadOfIndicators(scene, row);
}

function missesAround(scene: Scene, step: number, around: number): number {
  if (step < 10) return scene.spread.long;
  return meanOf(step, around, (at) => Math.abs(scene.miss(at)));
}

/** Ranges of what was, or usually is, around the moment that is forecast. */
function ranges(scene: Scene): readonly [number, number, number] {
  const { now, ahead, seasons } = scene;
  const last = now - seasons.long;
  return [
    last >= 30 ? range(last + ahead, (step) => scene.level(step)) : 0,
    now > 3 * seasons.short ? range(now + ahead, (step) => scene.usualShort.at(step)) : 0,
    now > seasons.long ? range(now + ahead, (step) => scene.usualLong.at(step)) : 0,
  ];
}

function movement(scene: Scene, steps: number): number {
  let sum = 0;
  for (let back = 0; back < steps; back += 1)
    sum += Math.abs(scene.level(scene.now - back) - scene.level(scene.now - back - 1));
  return sum / steps;
}

function meanOf(step: number, around: number, value: (step: number) => number): number {
  let sum = 0;
  for (let at = step - around; at <= step + around; at += 1) sum += value(at);
  return sum / (2 * around + 1);
}

const range = (step: number, value: (step: number) => number): number =>
  Scene.largest(step, wide, value) + Scene.largest(step, wide, (at) => -value(at));
