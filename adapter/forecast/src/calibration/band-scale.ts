/** The scale on which errors are alike at low and at high load: the square root, or the level with negatives. */
export interface BandScale {
  forward(value: number): number;
  backward(value: number): number;
}

/** The variance of counts grows with their mean; its root does not (Bartlett, JRSS Supplement 3, 1936). */
const rootScale: BandScale = {
  forward: (value) => (value > 0 ? Math.sqrt(value) : 0),
  backward: (value) => (value > 0 ? value * value : 0),
};

const levelScale: BandScale = { forward: (value) => value, backward: (value) => value };

export function bandScaleFor(nonNegative: boolean): BandScale {
  return nonNegative ? rootScale : levelScale;
}
