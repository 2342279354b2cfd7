import type { Job, Path } from './job.ts';

/** Components that are kept; Crane lets numbers from 3 to 100 compete. */
const strongest = 50;

/**
 * Crane's prediction, re-made: the history without all but its strongest frequencies, of which the last period is
 * repeated; what falls below zero becomes 0.01. (gocrane/crane, pkg/prediction/dsp.)
 */
export function lowPassedPeriod({ values, seasons: [period = 1], horizon }: Job): Path {
  const whole = values.slice(values.length % period);
  const smooth = lowPassed(whole);
  const last = smooth.slice(-period);
  return { point: Array.from({ length: horizon }, (_, ahead) => Math.max(0.01, last[ahead % period] ?? 0)) };
}

function lowPassed(values: readonly number[]): number[] {
  const count = values.length;
  const half = Math.floor(count / 2);
  const turn = (2 * Math.PI) / count;
  const cosine = Array.from({ length: count }, (_, index) => Math.cos(turn * index));
  const sine = Array.from({ length: count }, (_, index) => Math.sin(turn * index));
  const components = Array.from({ length: half + 1 }, (_, frequency) => {
    let [real, imaginary] = [0, 0];
    values.forEach((value, time) => {
      const at = (frequency * time) % count;
      real += value * (cosine[at] as number);
      imaginary -= value * (sine[at] as number);
    });
    return { frequency, real, imaginary, size: Math.hypot(real, imaginary) };
  });
  const [mean, ...rest] = components;
  const kept = rest.toSorted((one, other) => other.size - one.size).slice(0, strongest);
  return values.map((_, time) =>
    kept.reduce(
      (sum, { frequency, real, imaginary }) => {
        const at = (frequency * time) % count;
        const mirrored = 2 * frequency === count ? 1 : 2;
        return sum + (mirrored * (real * (cosine[at] as number) - imaginary * (sine[at] as number))) / count;
      },
      (mean?.real ?? 0) / count,
    ),
  );
}
