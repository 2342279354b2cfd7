import type { Signal } from '../signal/signal.ts';
import type { LinearShape } from './linear-shape.ts';

export interface AutoregressionOptions {
  readonly lags: readonly number[];
  /**
   * Lag that all others and the target are measured from: the ridge then pulls towards "as one season ago"
   * instead of towards the mean. 0 for none.
   */
  readonly reference: number;
  /** Pairs of sine and cosine of the season, in local time. */
  readonly harmonics: number;
  /** Turns of the season at an index, of which the fraction is the phase. */
  readonly turns: (time: number) => number;
}

/** y(t) = r(t) + c + Σ φ(l)·(y(t−l) − r(t)) + Σ harmonics, r(t) = y(t − reference); iterated over the horizon. */
export function autoregressionShape(options: AutoregressionOptions): LinearShape {
  const { lags, reference, harmonics, turns } = options;
  const count = lags.length;
  const width = count + 2 * harmonics + 1;
  const waves = new Float64Array(2 * harmonics);
  const writeWaves = (time: number) => {
    const angle = 2 * Math.PI * turns(time);
    const cosine = Math.cos(angle);
    const sine = Math.sin(angle);
    let real = 1;
    let imaginary = 0;
    for (let k = 0; k < harmonics; k += 1) {
      [real, imaginary] = [real * cosine - imaginary * sine, real * sine + imaginary * cosine];
      waves[2 * k] = real / 2;
      waves[2 * k + 1] = imaginary / 2;
    }
  };
  const seasonAt = (time: number, coefficients: Float64Array): number => {
    if (harmonics === 0) return 0;
    writeWaves(time);
    let sum = 0;
    for (let k = 0; k < waves.length; k += 1)
      sum += (coefficients[count + k] as number) * (waves[k] as number);
    return sum;
  };
  return {
    width,
    deepest: Math.max(reference, lags.at(-1) ?? 1),
    leads: [1],
    write(signal, origin, _lead, row) {
      const base = reference > 0 ? signal.at(origin - reference) : 0;
      for (let k = 0; k < count; k += 1) row[k] = signal.at(origin - (lags[k] as number)) - base;
      if (harmonics > 0) {
        writeWaves(origin);
        row.set(waves, count);
      }
      row[width - 1] = 1;
      return base;
    },
    walk(signal, origin, [coefficients], path) {
      if (coefficients === undefined) return;
      for (let ahead = 0; ahead < path.length; ahead += 1) {
        const base = reference > 0 ? valueAt(signal, origin, path, ahead - reference) : 0;
        let sum = base + (coefficients[width - 1] as number);
        for (let k = 0; k < count; k += 1) {
          const value = valueAt(signal, origin, path, ahead - (lags[k] as number));
          sum += (coefficients[k] as number) * (value - base);
        }
        path[ahead] = sum + seasonAt(origin + ahead, coefficients);
      }
    },
  };
}

function valueAt(signal: Signal, origin: number, path: Float64Array, ahead: number): number {
  return ahead >= 0 ? (path[ahead] as number) : signal.at(origin + ahead);
}
