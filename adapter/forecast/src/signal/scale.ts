import { selectInPlace } from '../linear/select.ts';

/** The scale on which a model is linear. */
export type ScaleKind = 'level' | 'sqrt' | 'log';

/** A monotone change of scale with protection against outliers, and the way back. */
export interface Scale {
  readonly kind: ScaleKind;
  forward(value: number): number;
  /** Back to the units of the series, inside the bounds of what is believed. */
  backward(value: number): number;
}

/** What scales need to know of a history. */
export interface Extent {
  /** Mean absolute value, or 1 when all is zero: the unit. */
  readonly unit: number;
  /** Inputs outside are moved to the nearest of these: one spike must not bend a model. */
  readonly clip: readonly [number, number];
  /** Forecasts outside are moved to the nearest of these. */
  readonly bounds: readonly [number, number];
  readonly nonNegative: boolean;
}

/** Inputs may pass the 0.5 % and 99.5 % points by this share of the distance between them. */
const clipMargin = 0.2;
/** Forecasts may pass the range of the history by this share of its width. */
const boundMargin = 0.2;

export function extentOf(values: Float64Array): Extent {
  const count = values.length;
  let [sum, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let time = 0; time < count; time += 1) {
    const value = values[time] as number;
    sum += Math.abs(value);
    first = Math.min(first, value);
    last = Math.max(last, value);
  }
  const reordered = Float64Array.from(values);
  const low = selectInPlace(reordered, Math.floor(0.005 * count));
  const high = selectInPlace(reordered, Math.min(count - 1, Math.ceil(0.995 * count)));
  const nonNegative = first >= 0;
  const margin = boundMargin * (last - first);
  return {
    unit: sum > 0 ? sum / count : 1,
    clip: [low - clipMargin * (high - low), high + clipMargin * (high - low)],
    bounds: [nonNegative ? Math.max(0, first - margin) : first - margin, last + margin],
    nonNegative,
  };
}

/** The scale of that kind; the level where values can be negative, because they have neither root nor logarithm. */
export function scaleOf(kind: ScaleKind, { unit, clip, bounds, nonNegative }: Extent): Scale {
  const [low, high] = clip;
  const [lowest, highest] = bounds;
  const inside = (value: number) => (value < low ? low : value > high ? high : value) / unit;
  const bounded = (value: number) => {
    const units = value * unit;
    return units > lowest ? (units < highest ? units : highest) : lowest;
  };
  if (kind === 'level' || !nonNegative) return { kind: 'level', forward: inside, backward: bounded };
  if (kind === 'sqrt')
    return {
      kind,
      forward: (value) => Math.sqrt(Math.max(0, inside(value))),
      backward: (value) => bounded(value > 0 ? value * value : 0),
    };
  return {
    kind,
    forward: (value) => Math.log(Math.max(0, inside(value)) + logOffset),
    backward: (value) => bounded(Math.exp(Math.min(value, 200)) - logOffset),
  };
}

/** Added before the logarithm, as a share of the mean, so that zero has one. */
const logOffset = 0.02;
