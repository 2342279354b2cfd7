import type { Signal } from '../signal/signal.ts';
import type { LinearShape } from './linear-shape.ts';

export interface DirectOptions {
  readonly horizon: number;
  /** Widths of the means over the newest values. */
  readonly boxes: readonly number[];
  /** Past distances, in steps, at which the same phase lies. */
  readonly periods: readonly number[];
}

/** Values whose mean everything is measured from. */
const referenceWidth = 2;
/** Growth from one fitted lead to the next; between them coefficients are interpolated. */
const leadGrowth = 2.2;

/** Steps relative to an origin, from the first to before the second. */
type Stretch = readonly [number, number];

/**
 * A forecast of each lead at once instead of step by step: y(t+h) − r(t) is linear in means of the newest values
 * over several widths and, for each past period, in what stood there around t+h and around t, all less r(t).
 * (Direct multi-step forecasting as in Taieb et al., Expert Systems with Applications 39, 2012.)
 */
export function directShape({ horizon, boxes, periods }: DirectOptions): LinearShape {
  const long = Math.max(4, horizon >> 1);
  const back = (period: number, lead: number) => Math.ceil(lead / period) * period;
  /** Around the phase that is forecast. */
  const ahead = (period: number, lead: number): Stretch => {
    const distance = back(period, lead);
    const half = Math.min(1 + Math.floor(lead * 0.05), distance - lead);
    return [lead - 1 - distance - half, lead - distance + half];
  };
  const now: readonly Stretch[] = [
    ...boxes.map((box): Stretch => [-box, 0]),
    ...periods.flatMap((period): Stretch[] => [
      [-period - referenceWidth, -period],
      [-period - long, -period],
    ]),
  ];
  const leads = leadsUpTo(horizon);
  const width = now.length + periods.length + 1;
  /** Stretches of each step for each period. */
  const steps = Int32Array.from(
    Array.from({ length: horizon }, (_, step) => periods.flatMap((period) => ahead(period, step + 1))).flat(),
  );
  const seen = new Float64Array(now.length);
  const sums = new Float64Array(leads.length);
  return {
    width,
    deepest: Math.max(boxes.at(-1) ?? 1, ...periods.map((period) => back(period, horizon) + long)),
    leads,
    fill(signal, origins, lead, columns, target) {
      const stretches = [...now, ...periods.map((period) => ahead(period, lead))];
      for (let row = 0; row < origins.length; row += 1) {
        const origin = origins[row] as number;
        const base = signal.mean(origin - referenceWidth, origin);
        for (let k = 0; k < stretches.length; k += 1)
          columns[k * origins.length + row] = meanOver(signal, origin, stretches[k] as Stretch) - base;
        target[row] = signal.at(origin + lead - 1) - base;
      }
      columns.fill(1, (width - 1) * origins.length, width * origins.length);
    },
    walk(signal, origin, coefficients, path) {
      const base = signal.mean(origin - referenceWidth, origin);
      for (let k = 0; k < now.length; k += 1) seen[k] = meanOver(signal, origin, now[k] as Stretch) - base;
      for (let at = 0; at < leads.length; at += 1)
        sums[at] = base + presentPart(seen, coefficients[at] as Float64Array);
      let segment = 0;
      for (let step = 0; step < path.length; step += 1) {
        while (segment + 2 < leads.length && step + 1 > (leads[segment + 1] as number)) segment += 1;
        const first = coefficients[segment] as Float64Array;
        const second = coefficients[segment + 1] ?? first;
        const share = shareBetween(leads, segment, step + 1);
        let near = sums[segment] as number;
        let far = sums[segment + 1] ?? near;
        for (let k = 0; k < periods.length; k += 1) {
          const at = 2 * (step * periods.length + k);
          const value =
            signal.mean(origin + (steps[at] as number), origin + (steps[at + 1] as number)) - base;
          near += value * (first[now.length + k] as number);
          far += value * (second[now.length + k] as number);
        }
        path[step] = (1 - share) * near + share * far;
      }
    },
  };
}

function leadsUpTo(horizon: number): number[] {
  const leads: number[] = [];
  for (let lead = 1; lead < horizon; lead = Math.max(lead + 1, Math.round(lead * leadGrowth)))
    leads.push(lead);
  return [...leads, horizon];
}

/** How far a lead lies from one fitted lead to the next: 0 to 1. */
function shareBetween(leads: readonly number[], segment: number, lead: number): number {
  const near = leads[segment] as number;
  const far = leads[segment + 1] ?? near;
  return far > near ? Math.min(1, Math.max(0, (lead - near) / (far - near))) : 0;
}

function meanOver(signal: Signal, origin: number, stretch: Stretch): number {
  return signal.mean(origin + stretch[0], origin + stretch[1]);
}

/** What the constant and the regressors that are the same for every lead contribute. */
function presentPart(seen: Float64Array, coefficients: Float64Array): number {
  let sum = coefficients[coefficients.length - 1] as number;
  for (let k = 0; k < seen.length; k += 1) sum += (seen[k] as number) * (coefficients[k] as number);
  return sum;
}
