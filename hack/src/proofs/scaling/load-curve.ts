/** The shape of a day: share of the way from the quiet load to the busy one, at shares of the day. */
const day: readonly (readonly [number, number])[] = [
  [0, 0.06],
  [0.16, 0],
  [0.26, 0.05],
  [0.38, 0.78],
  [0.44, 0.86],
  [0.52, 0.6],
  [0.6, 0.66],
  [0.7, 0.98],
  [0.76, 0.92],
  [0.88, 0.32],
  [1, 0.06],
];

/** How a load runs; seconds and records per second. */
export interface CurveSettings {
  readonly cycleSeconds: number;
  readonly quiet: number;
  readonly busy: number;
  readonly seed: number;
}

/** One day of the load: no two are alike. */
interface Day {
  /** Factor on the busy load. */
  readonly size: number;
  /** Seconds by which everything comes later. */
  readonly delay: number;
}

const sizeSpread = 0.12;
const delaySpread = 0.012;
/** Small waves on top: share of the load, and seconds between their knots. */
const ripple = { share: 0.04, seconds: 12 };

/**
 * Records per second at a second, counted from the begin of the first day. The same settings give the same load;
 * each day is larger or smaller, earlier or later than the others, and small waves run over all of them.
 */
export function loadAt(second: number, settings: CurveSettings): number {
  const { cycleSeconds, quiet, busy } = settings;
  const number = Math.floor(second / cycleSeconds);
  const phase = second / cycleSeconds - number;
  const [size, delay] = blended(number, phase, settings);
  const share = shapeAt(phase - delay / cycleSeconds);
  const smooth = quiet + share * (busy * size - quiet);
  return smooth * (1 + ripple.share * wave(second / ripple.seconds, settings.seed));
}

/** Days change into one another at night, so that the load has no jump. */
function blended(number: number, phase: number, settings: CurveSettings): readonly [number, number] {
  const [before, present] = [number - 1, number].map((one) => dayOf(one, settings)) as [Day, Day];
  const weight = Math.min(1, phase / 0.16);
  return [
    before.size + weight * (present.size - before.size),
    before.delay + weight * (present.delay - before.delay),
  ];
}

function dayOf(number: number, { seed, cycleSeconds }: CurveSettings): Day {
  return {
    size: 1 + sizeSpread * (2 * chance(seed, number, 1) - 1),
    delay: cycleSeconds * delaySpread * (2 * chance(seed, number, 2) - 1),
  };
}

function shapeAt(phase: number): number {
  const at = phase - Math.floor(phase);
  const next = day.findIndex(([share]) => share > at);
  const [left, from] = day[next - 1] ?? [0, 0];
  const [right, to] = day[next] ?? [1, 0];
  const along = (at - left) / (right - left);
  // Half a cosine between the knots: no corners.
  return from + (to - from) * (0.5 - 0.5 * Math.cos(Math.PI * along));
}

function wave(position: number, seed: number): number {
  const knot = Math.floor(position);
  const along = position - knot;
  const [left, right] = [chance(seed, knot, 3), chance(seed, knot + 1, 3)];
  return 2 * (left + (right - left) * (0.5 - 0.5 * Math.cos(Math.PI * along))) - 1;
}

/** A number in [0, 1) that depends on its arguments alone (splitmix32 of their mixture). */
function chance(seed: number, number: number, kind: number): number {
  let state = (seed ^ Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(kind, 0x85ebca6b)) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97);
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
}
