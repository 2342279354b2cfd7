/**
 * Sines and cosines of the season and its harmonics by time, in local time. Those of the first `prepared` steps are
 * computed once, because every row of a fit and every rehearsal asks for them.
 */
export class SeasonWaves {
  /** Pairs of harmonics. */
  readonly count: number;
  readonly #turns: (time: number) => number;
  #first: Float64Array;

  constructor(count: number, turns: (time: number) => number, prepared: number) {
    this.count = count;
    this.#turns = turns;
    this.#first = new Float64Array(count > 0 ? 2 * prepared : 0);
    for (let time = 0; 2 * time < this.#first.length; time += 1) {
      const angle = 2 * Math.PI * turns(time);
      this.#first[2 * time] = Math.cos(angle);
      this.#first[2 * time + 1] = Math.sin(angle);
    }
  }

  /** Forgets what was computed in advance. */
  settle(): void {
    this.#first = new Float64Array(0);
  }

  /** Writes the waves at the times in columns, those of a harmonic after one another. */
  fill(times: Int32Array, columns: Float64Array, offset: number): void {
    const rows = times.length;
    for (let at = 0; at < rows; at += 1) {
      const [cosine, sine] = this.#pairAt(times[at] as number);
      let real = 1;
      let imaginary = 0;
      for (let k = 0; k < this.count; k += 1) {
        const turned = real * cosine - imaginary * sine;
        imaginary = real * sine + imaginary * cosine;
        real = turned;
        columns[offset + 2 * k * rows + at] = real / 2;
        columns[offset + (2 * k + 1) * rows + at] = imaginary / 2;
      }
    }
  }

  /** The waves at a time times the coefficients from `from` on. */
  dot(time: number, coefficients: Float64Array, from: number): number {
    const [cosine, sine] = this.#pairAt(time);
    let real = 1;
    let imaginary = 0;
    let sum = 0;
    for (let k = 0; k < this.count; k += 1) {
      const turned = real * cosine - imaginary * sine;
      imaginary = real * sine + imaginary * cosine;
      real = turned;
      sum +=
        real * (coefficients[from + 2 * k] as number) +
        imaginary * (coefficients[from + 2 * k + 1] as number);
    }
    return sum / 2;
  }

  #pairAt(time: number): readonly [number, number] {
    if (2 * time < this.#first.length)
      return [this.#first[2 * time] as number, this.#first[2 * time + 1] as number];
    const angle = 2 * Math.PI * this.#turns(time);
    return [Math.cos(angle), Math.sin(angle)];
  }
}
