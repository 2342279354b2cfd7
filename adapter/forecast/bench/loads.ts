import { seededRandom } from '../src/ahead/random.ts';

/** A load with a day, a week and noise that grows with it; the same numbers at every call. */
export function loadLike(length: number, stepSeconds: number): number[] {
  const day = 86_400 / stepSeconds;
  return Array.from({ length }, (_, time) => {
    const noise = Math.abs((Math.sin(time * 12.9898) * 43758.5453) % 1) - 0.5;
    const shape = 2 + Math.sin((2 * Math.PI * time) / day) + 0.4 * Math.sin((2 * Math.PI * time) / (7 * day));
    return 100 * shape * (1 + 0.2 * noise);
  });
}

/**
 * An hourly load of `length` values that a seed makes: a day of two humps, a week with a quieter end, a level that
 * wanders, noise that depends on its past and grows with the load, and some hours of many times as much.
 */
export function madeLoad(seed: number, length: number): number[] {
  const random = seededRandom(seed);
  const weekend = 0.4 + 0.6 * random();
  const evening = random();
  const wander = 0.002 + 0.006 * random();
  const roughness = 0.03 + 0.12 * random();
  let [level, noise] = [Math.log(50 + 2000 * random()), 0];
  return Array.from({ length }, (_, hour) => {
    level += wander * (random() - 0.5);
    noise = 0.7 * noise + roughness * (random() - 0.5);
    const turn = (hour % 24) / 24;
    const day = 1 + 0.6 * Math.sin(2 * Math.PI * (turn - 0.3)) + 0.4 * evening * Math.sin(4 * Math.PI * turn);
    const quiet = hour % 168 >= 120 ? weekend : 1;
    const burst = random() < 0.003 ? 1 + 2 * random() : 1;
    return Math.round(1000 * Math.exp(level + noise) * day * quiet * burst) / 1000;
  });
}
