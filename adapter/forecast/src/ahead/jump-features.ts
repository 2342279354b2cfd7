import { indicatorWidths, writeJumpOfIndicators } from './indicator-features.ts';
import type { RowWriter } from './row-writer.ts';
import { Scene } from './scene.ts';

const shortCycles = 24;
const longCycles = 7;
const shortLags = [1, 2, 3, 4, 6];
const longLags = [1, 2, 3, 7];

const own = 14 + 3 + shortLags.length + 2 + 2 * longLags.length + 2 + 2 + 3 + 2 + 2 + 1;

/** Number of features that the forest has beside so many indicators. */
export const jumpWidth = (indicators: number): number => own + indicators * indicatorWidths.jump;

/**
 * What a jump may depend on that a regression cannot say: the clock, jumps at the same minute of the hours and
 * near the same minute of the days before, how long it has been calm, and how far the load is from its peak.
 */
export function writeJump(scene: Scene, rise: number, sigma: number, row: RowWriter): void {
  const { now, seasons, spread } = scene;
  const level = scene.level(now);
  row.put(now % seasons.short, now % seasons.long, Math.floor(now / seasons.long) % 7, level);
  for (const back of [1, 2, 5]) row.put(level - scene.level(now - back));
  for (const width of [15, 60, 240]) row.put(level - scene.mean(now, width));
  row.put(rise, sigma, spread.recent, spread.short);
  row.put(...shortPast(scene));
  for (const lag of shortLags) row.put(scene.miss(now - lag * seasons.short));
  const half = Math.round(seasons.short / 2);
  row.put(scene.miss(now - half), jumpsAt(scene, now - half));
  for (const lag of longLags) row.put(...aroundPast(scene, now - lag * seasons.long));
  row.put(...longPast(scene));
  row.put(...shapes(scene), calmSteps(scene), level - scene.level(now - 1));
  row.put(
    Scene.largest(now - (half * shortCycles) / 2, (half * shortCycles) / 2, (step) => scene.level(step)) -
      level,
  );
  writeJumpOfIndicators(scene, row);
}

/** Largest, mean and number of jumps of the misses at this phase of the short season. */
function shortPast(scene: Scene): readonly [number, number, number] {
  let [largest, sum, count] = [0, 0, 0];
  for (let cycle = 1; cycle <= shortCycles; cycle += 1) {
    const step = scene.now - cycle * scene.seasons.short;
    if (Number.isNaN(scene.misses.at(step))) continue;
    largest = Math.max(largest, scene.miss(step));
    sum += scene.miss(step);
    count += 1;
  }
  return [largest, count > 0 ? sum / count : 0, jumpsAt(scene, scene.now - scene.seasons.short)];
}

/** How many of the misses at `step` and whole short seasons before it were jumps. */
function jumpsAt(scene: Scene, step: number): number {
  let jumps = 0;
  for (let cycle = 0; cycle < shortCycles; cycle += 1)
    if (scene.miss(step - cycle * scene.seasons.short) > 2 * scene.spread.long) jumps += 1;
  return jumps;
}

function aroundPast(scene: Scene, step: number): readonly [number, number] {
  if (step < 5) return [0, 0];
  const miss = (at: number) => scene.miss(at);
  return [Scene.largest(step, 2, miss), Scene.largest(step, 10, miss)];
}

/** Mean rise beyond the forecast and largest miss near this phase of the long seasons before. */
function longPast(scene: Scene): readonly [number, number] {
  let [sum, count, largest] = [0, 0, 0];
  for (let cycle = 1; cycle <= longCycles; cycle += 1) {
    const middle = scene.now - cycle * scene.seasons.long;
    if (middle < 5) break;
    for (let step = middle - 3; step <= middle + 3; step += 1) {
      const miss = scene.miss(step);
      sum += Math.max(0, miss);
      largest = Math.max(largest, miss);
      count += 1;
    }
  }
  return [count > 0 ? sum / count : 0, largest];
}

/** Rises that the seasons show from this moment to the one that is forecast. */
function shapes(scene: Scene): readonly number[] {
  const { now, ahead, seasons, usualLong, usualShort } = scene;
  const level = scene.level(now);
  const last = now - seasons.long;
  const long = Scene.largest(now + ahead, 6, (step) => usualLong.at(step));
  const short = Scene.largest(now + ahead, 4, (step) => usualShort.at(step));
  return [
    last >= 0 ? scene.level(last + ahead) - scene.level(last) : 0,
    last >= 0 ? scene.level(last + ahead) - level : 0,
    usualLong.at(now + ahead) - level,
    long - level,
    long - usualLong.at(now),
    usualShort.at(now + ahead) - usualShort.at(now),
    short - usualShort.at(now),
  ];
}

/** Steps since the load last moved by more than twice the usual miss, up to 90. */
function calmSteps(scene: Scene): number {
  let steps = 0;
  while (steps < 90 && steps < scene.now) {
    const step = scene.now - steps;
    if (Math.abs(scene.level(step) - scene.level(step - 1)) >= 2 * scene.spread.long) break;
    steps += 1;
  }
  return steps;
}
